-- Switches a feed on: due at once, its failures forgotten.
-- Parameters: feed_id.
UPDATE raw.feed
SET
    state_code = 'active',
    disabled_reason = NULL,
    failure_count = 0,
    failure_weight = 0,
    gone_count = 0,
    schedule = schedule - 'gone',
    next_poll_at = NULL
WHERE feed_id = %(feed_id)s;
