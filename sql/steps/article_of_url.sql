-- The current article of an address.
-- Parameters: urls (text[]: the address as given and its canonical form).
SELECT
    article.article_id,
    article.article_version_id,
    article.first_seen_at,
    page_key.canonical_url,
    article.title,
    article.text,
    article.quality_type,
    article.quality_reason,
    article.quality_score,
    article.language_code,
    article.published_at,
    article.published_basis_type,
    article.agency
FROM raw.page_key
INNER JOIN core.article_key ON page_key.page_id = article_key.page_id
INNER JOIN core.article ON article_key.article_id = article.article_id AND article.is_current
WHERE
    page_key.canonical_url = ANY(%(urls)s::text[])
    OR page_key.url = ANY(%(urls)s::text[])
    OR page_key.page_id IN (
        SELECT page_alias.page_id FROM raw.page_alias WHERE page_alias.alias_url = ANY(%(urls)s::text[])
    )
LIMIT 1;
