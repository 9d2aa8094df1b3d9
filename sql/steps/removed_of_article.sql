-- What was taken out of the page of an article version.
-- Parameters: article_version_id, first_seen_at.
SELECT
    text,
    rule
FROM core.article_removed
WHERE article_version_id = %(article_version_id)s AND first_seen_at = %(first_seen_at)s
ORDER BY ordinal;
