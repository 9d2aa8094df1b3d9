-- Copies whose root is itself a copy, and originals that name another root.
-- Grain: one row per such article; none when all is well.
-- Severity: error. Stage: ingest.
SELECT
    member.article_id,
    member.root_article_id
FROM core.story_article AS member
LEFT JOIN core.story_article AS root ON member.root_article_id = root.article_id
WHERE
    (member.relation_type IN ('exact_copy', 'near_copy') AND root.relation_type IN ('exact_copy', 'near_copy'))
    OR (member.relation_type = 'original' AND member.root_article_id <> member.article_id);
