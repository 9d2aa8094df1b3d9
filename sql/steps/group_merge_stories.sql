-- Notes where the articles of stories went that have none any more.
-- Parameters: story_ids (bigint[]).
UPDATE core.story
SET merged_into_story_id = root.story_id
FROM core.story_article AS root
WHERE
    (story.story_id = any(%(story_ids)s::bigint[]) OR story.merged_into_story_id = any(%(story_ids)s::bigint[]))
    AND story.root_article_id = root.article_id
    AND root.story_id <> story.story_id
    AND NOT EXISTS (SELECT 1 FROM core.story_article AS member WHERE member.story_id = story.story_id);
