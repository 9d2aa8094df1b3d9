-- Pages to fetch with what the feed says of them.
-- Parameters: page_ids (bigint[]).
SELECT
    page_key.page_id,
    page_key.url,
    page_key.canonical_url,
    work.attempt_count,
    feed_item.guid,
    feed_item.url AS item_url,
    feed_item.title,
    feed_item.summary,
    feed_item.content_html,
    feed_item.published_at,
    feed_item.feed_item_id IS NOT NULL AS has_item
FROM raw.page_key
INNER JOIN ops.work ON work.step_code = 'fetch' AND page_key.page_id = work.item_id
LEFT JOIN raw.feed_item_key ON page_key.feed_item_id = feed_item_key.feed_item_id
LEFT JOIN raw.feed_item
    ON
        feed_item_key.feed_item_id = feed_item.feed_item_id
        AND feed_item_key.first_seen_at = feed_item.first_seen_at
WHERE page_key.page_id = any(%(page_ids)s::bigint[])
ORDER BY page_key.page_id;
