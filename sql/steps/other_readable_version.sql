-- The current version of a page's article, where it was read out of another content of the page and can be read.
-- Parameters: page_id, first_seen_at, page_version_id.
SELECT article.article_version_id
FROM core.article_key
INNER JOIN core.article ON article_key.article_id = article.article_id
WHERE
    article_key.page_id = %(page_id)s
    AND article.first_seen_at = %(first_seen_at)s
    AND article.is_current
    AND article.page_version_id <> %(page_version_id)s
    AND article.quality_type <> 'refused';
