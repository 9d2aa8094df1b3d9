-- The current versions of articles, with what grouping needs to know of them.
-- Parameters: article_ids (bigint[]).
SELECT
    article.article_id,
    article.first_seen_at,
    article.text,
    article.title,
    coalesce(article.published_at, article.first_seen_at) AS moment,
    source.domain,
    article.agency,
    source.owner_group
FROM core.article
INNER JOIN core.source ON article.source_id = source.source_id
WHERE article.is_current AND article.article_id = any(%(article_ids)s::bigint[])
ORDER BY article.article_id;
