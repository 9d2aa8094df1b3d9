-- The states of feeds.
-- Parameters: ids (bigint[]).
SELECT
    feed_id,
    url,
    etag,
    last_modified,
    body_sha256,
    poll_count,
    conditional_count,
    last_full_at,
    last_poll_at,
    last_success_at,
    failure_count,
    failure_weight,
    gone_count,
    interval_seconds,
    next_poll_at,
    state_code,
    disabled_reason,
    redirect,
    url_history,
    key_policy_type,
    utc_offset_minutes,
    has_trusted_dates,
    verifies_tls,
    item_window,
    schedule
FROM raw.feed
WHERE feed_id = any(%(ids)s::bigint[])
ORDER BY next_poll_at NULLS FIRST, feed_id;
