-- Writes what was learned of a site.
-- Parameters: domain, memory (JSON), now.
UPDATE raw.site_memory
SET
    memory = %(memory)s::jsonb,
    learned_at = %(now)s
WHERE domain = %(domain)s;
