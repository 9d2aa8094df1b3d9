-- Archived pages with what the feed and the site's memory say of them.
-- Parameters: ids (bigint[] of page_version_id).
SELECT
    page_version_key.page_version_id,
    page_version_key.page_id,
    page_key.first_seen_at,
    page_key.source_id,
    source.domain,
    page_version_key.origin_type,
    page_key.canonical_url,
    page.url,
    page.final_url,
    page.http_status,
    page.content_type,
    page_version_key.fetched_at,
    page.headers,
    page.body,
    page.body_byte_count,
    feed_item.guid,
    feed_item.url AS item_url,
    feed_item.title,
    feed_item.summary,
    feed_item.published_at,
    feed_item.content_html,
    site_memory.memory,
    page_version_key.body_sha256
FROM raw.page_version_key
INNER JOIN raw.page_key ON page_version_key.page_id = page_key.page_id
INNER JOIN core.source ON page_key.source_id = source.source_id
INNER JOIN raw.page
    ON
        page_version_key.page_version_id = page.page_version_id
        AND page_version_key.first_seen_at = page.first_seen_at
LEFT JOIN raw.feed_item_key ON page_key.feed_item_id = feed_item_key.feed_item_id
LEFT JOIN raw.feed_item
    ON
        feed_item_key.feed_item_id = feed_item.feed_item_id
        AND feed_item_key.first_seen_at = feed_item.first_seen_at
LEFT JOIN raw.site_memory ON source.domain = site_memory.domain
WHERE page_version_key.page_version_id = any(%(ids)s::bigint[])
ORDER BY page_version_key.page_version_id;
