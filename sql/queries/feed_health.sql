-- How well is each feed? Its state, the reason in words, its last good poll, and what it has brought.
-- Grain: one row per feed.
-- Parameters: none.
SELECT
    feed_health.source_name,
    feed_health.country_code,
    feed_health.language_code,
    feed_health.url,
    feed_health.state_code,
    feed_health.disabled_reason,
    feed_health.is_verified,
    feed_health.failure_count,
    feed_health.last_reason,
    feed_health.last_success_at,
    feed_health.next_poll_at,
    feed_health.item_count
FROM mart.feed_health
ORDER BY feed_health.source_name, feed_health.url;
