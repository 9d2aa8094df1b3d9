-- Remembers that a host asked for a pause.
-- Parameters: host, until.
INSERT INTO raw.host_hold (host, held_until_at)
VALUES (%(host)s, %(until)s)
ON CONFLICT (host) DO UPDATE SET held_until_at = greatest(host_hold.held_until_at, excluded.held_until_at);
