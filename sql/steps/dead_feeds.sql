-- Feeds that have brought nothing good for so many days, or never did, although they were polled 5 times or more.
-- Grain: one row per feed. Parameters: now, days.
SELECT
    feed_health.url,
    feed_health.source_name,
    feed_health.last_success_at,
    feed_health.failure_count,
    feed_health.last_reason
FROM mart.feed_health
WHERE
    feed_health.state_code = 'active'
    AND feed_health.failure_count >= 5
    AND coalesce(feed_health.last_success_at < %(now)s - make_interval(days => %(days)s), TRUE)
ORDER BY feed_health.last_success_at NULLS FIRST, feed_health.url;
