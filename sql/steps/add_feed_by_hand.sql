-- Adds a feed that no catalog names; returns its id, or nothing where the address is taken.
-- Parameters: url, domain, now.
INSERT INTO raw.feed (source_id, url, created_at)
SELECT
    source_id,
    %(url)s,
    %(now)s
FROM core.source
WHERE
    domain = %(domain)s
    AND NOT EXISTS (SELECT 1 FROM raw.feed WHERE feed.catalog_url = %(url)s)
ON CONFLICT DO NOTHING
RETURNING feed_id;
