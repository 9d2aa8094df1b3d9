-- A page as it came, compressed; the body is null where retention dropped it.
-- Grain: at most one row.
-- Parameters: page_version_id.
SELECT
    page_version_key.page_version_id,
    page_version_key.body_sha256 AS page_sha256,
    page_version_key.origin_type,
    page_version_key.fetched_at,
    page_key.canonical_url AS url,
    page.final_url,
    page.http_status,
    page.content_type,
    page.body,
    page.body_byte_count,
    article_key.article_id
FROM raw.page_version_key
INNER JOIN raw.page_key ON page_version_key.page_id = page_key.page_id
LEFT JOIN raw.page
    ON
        page_version_key.page_version_id = page.page_version_id
        AND page_version_key.first_seen_at = page.first_seen_at
LEFT JOIN core.article_key ON page_key.page_id = article_key.page_id
WHERE page_version_key.page_version_id = %(page_version_id)s;
