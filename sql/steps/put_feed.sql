-- Adds a feed of the catalog, if it is not there under its present or its catalog address.
-- Parameters: url, domain, now.
INSERT INTO raw.feed (source_id, url, catalog_url, created_at)
SELECT
    source_id,
    %(url)s,
    %(url)s,
    %(now)s
FROM core.source
WHERE
    domain = %(domain)s
    AND NOT EXISTS (SELECT 1 FROM raw.feed WHERE feed.url = %(url)s OR feed.catalog_url = %(url)s)
ON CONFLICT DO NOTHING;
