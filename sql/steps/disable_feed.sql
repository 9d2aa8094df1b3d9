-- Switches a feed off; its history stays.
-- Parameters: feed_id, reason.
UPDATE raw.feed
SET
    state_code = 'disabled',
    disabled_reason = %(reason)s,
    next_poll_at = NULL
WHERE feed_id = %(feed_id)s;
