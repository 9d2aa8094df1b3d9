-- The places of articles, and of all copies of the same roots.
-- Parameters: article_ids (bigint[]).
SELECT
    story_article.article_id,
    story_article.story_id,
    story_article.relation_type,
    story_article.root_article_id,
    story_article.similarity,
    story_article.reason,
    story_article.origin
FROM core.story_article
WHERE
    story_article.root_article_id IN (
        SELECT placed.root_article_id FROM core.story_article AS placed
        WHERE placed.article_id = any(%(article_ids)s::bigint[])
    )
ORDER BY story_article.article_id;
