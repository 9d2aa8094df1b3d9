-- Takes a batch of feeds that are due and free, and whose host neither rests nor is asked by another worker now.
-- Run under an advisory lock, so that two workers cannot take the same host at once.
-- Parameters: owner, now, lease_seconds, batch_size.
WITH busy_host AS (
    SELECT DISTINCT host
    FROM raw.feed
    WHERE lease_owner IS NOT NULL AND lease_owner <> %(owner)s AND ops.is_lease_held(lease_owner, lease_expires_at)
),

due AS (
    SELECT feed_id
    FROM raw.feed
    WHERE
        state_code = 'active'
        AND (next_poll_at IS NULL OR next_poll_at <= %(now)s)
        AND NOT ops.is_lease_held(lease_owner, lease_expires_at)
        AND host NOT IN (SELECT host FROM busy_host)
        AND host NOT IN (SELECT host_hold.host FROM raw.host_hold WHERE held_until_at > %(now)s)
    ORDER BY next_poll_at NULLS FIRST, feed_id
    LIMIT %(batch_size)s
)

UPDATE raw.feed
SET
    lease_owner = %(owner)s,
    lease_expires_at = clock_timestamp() + make_interval(secs => %(lease_seconds)s)
FROM due
WHERE feed.feed_id = due.feed_id
RETURNING feed.feed_id;
