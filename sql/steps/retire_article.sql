-- Takes the present version of a page's article out of the marts' sight, before another becomes current.
-- Parameters: page_id, first_seen_at.
UPDATE core.article
SET is_current = FALSE
FROM core.article_key
WHERE
    article.article_id = article_key.article_id
    AND article_key.page_id = %(page_id)s
    AND article.first_seen_at = %(first_seen_at)s
    AND article.is_current;
