-- Stories without an article that are not merged into another, and stories whose root belongs to another story.
-- Grain: one row per such story; none when all is well.
-- Severity: error. Stage: ingest.
SELECT
    story.story_id,
    story.root_article_id
FROM core.story
LEFT JOIN core.story_article AS root ON story.root_article_id = root.article_id AND story.story_id = root.story_id
WHERE root.article_id IS NULL AND story.merged_into_story_id IS NULL;
