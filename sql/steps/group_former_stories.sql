-- The stories that articles belong to so far.
-- Parameters: article_ids (bigint[]).
SELECT DISTINCT story_article.story_id
FROM core.story_article
WHERE story_article.article_id = any(%(article_ids)s::bigint[])
ORDER BY story_article.story_id;
