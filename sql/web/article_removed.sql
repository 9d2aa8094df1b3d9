-- What was stripped from an article's page, with the rule that took it out.
-- Grain: one row per piece, in the order of the page.
-- Parameters: article_id.
SELECT
    article_removed.ordinal,
    article_removed.rule,
    article_removed.text
FROM core.article_key
INNER JOIN core.article
    ON
        article_key.article_id = article.article_id
        AND article_key.first_seen_at = article.first_seen_at
        AND article.is_current
INNER JOIN core.article_removed
    ON
        article.article_version_id = article_removed.article_version_id
        AND article.first_seen_at = article_removed.first_seen_at
WHERE article_key.article_id = %(article_id)s
ORDER BY article_removed.ordinal;
