-- Takes one feed for a poll by hand, in whatever state and due or not, unless a worker polls it now.
-- Parameters: feed_id, owner, lease_seconds.
UPDATE raw.feed
SET
    lease_owner = %(owner)s,
    lease_expires_at = clock_timestamp() + make_interval(secs => %(lease_seconds)s)
WHERE feed_id = %(feed_id)s AND NOT ops.is_lease_held(lease_owner, lease_expires_at)
RETURNING feed_id;
