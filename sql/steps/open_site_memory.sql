-- Makes room for what is learned of a site.
-- Parameters: domain, now.
INSERT INTO raw.site_memory (domain, memory, learned_at)
VALUES (%(domain)s, '{}', %(now)s)
ON CONFLICT (domain) DO NOTHING;
