-- Active feeds that were polled and had no good poll for 14 days before their last one.
-- Grain: one row per such feed; none when all is well.
-- Severity: warning. Stage: track.
SELECT
    feed_id,
    url,
    last_success_at
FROM mart.feed_health
WHERE
    state_code = 'active'
    AND last_success_at < last_poll_at - interval '14 days';
