-- What was stripped from an article's page, with the rule that took it out.
-- Grain: one row per piece, in the order of the page.
-- Parameters: article_version_id, first_seen_at.
SELECT
    ordinal,
    rule,
    text
FROM core.article_removed
WHERE article_version_id = %(article_version_id)s AND first_seen_at = %(first_seen_at)s
ORDER BY ordinal;
