-- Every address under which a feed is or was known, to find one that a person names.
-- Parameters: none.
SELECT
    feed.feed_id,
    feed.url,
    feed.state_code,
    feed.catalog_url,
    array(SELECT move ->> 'old_url' FROM jsonb_array_elements(feed.url_history) AS move) AS former_urls
FROM raw.feed
ORDER BY feed.feed_id;
