-- How many feeds are due.
-- Parameters: now.
SELECT count(*)
FROM raw.feed
WHERE state_code = 'active' AND (next_poll_at IS NULL OR next_poll_at <= %(now)s);
