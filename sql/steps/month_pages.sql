-- The archived page contents of the pages first seen in a month, bodies included, in the order of fetching.
-- Parameters: first_at, next_at (timestamptz: start of the month and of the next).
SELECT
    page_key.canonical_url,
    page_version_key.origin_type,
    page_version_key.fetched_at,
    page.first_seen_at,
    page.url,
    page.final_url,
    page.http_status,
    page.content_type,
    page.headers,
    page.body,
    page.body_byte_count
FROM raw.page
INNER JOIN raw.page_version_key ON page.page_version_id = page_version_key.page_version_id
INNER JOIN raw.page_key ON page_version_key.page_id = page_key.page_id
WHERE page.first_seen_at >= %(first_at)s AND page.first_seen_at < %(next_at)s
ORDER BY page_version_key.fetched_at, page_key.canonical_url, page_version_key.page_version_id;
