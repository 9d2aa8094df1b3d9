-- Hosts that rest.
-- Parameters: now.
SELECT
    host,
    held_until_at
FROM raw.host_hold
WHERE held_until_at > %(now)s;
