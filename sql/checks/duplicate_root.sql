-- Articles that are the root of copies in more than one story.
-- Grain: one row per such article; none when all is well.
-- Severity: error. Stage: ingest.
SELECT
    root_article_id,
    count(DISTINCT story_id) AS story_count
FROM core.story_article
WHERE relation_type IN ('original', 'exact_copy', 'near_copy')
GROUP BY root_article_id
HAVING count(DISTINCT story_id) > 1;
