-- Adds the source of an imported page, if nothing is known of its host; the host is its own owner until somebody knows more.
-- Parameters: host.
INSERT INTO core.source (domain, name, owner_group)
VALUES (%(host)s, %(host)s, %(host)s)
ON CONFLICT (domain) DO NOTHING;
