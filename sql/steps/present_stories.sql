-- The stories that articles belong to; they stay there until the transaction ends.
-- Parameters: article_ids (bigint[]).
SELECT
    story_article.article_id,
    story_article.story_id
FROM core.story_article
WHERE story_article.article_id = any(%(article_ids)s::bigint[])
ORDER BY story_article.article_id
FOR SHARE;
