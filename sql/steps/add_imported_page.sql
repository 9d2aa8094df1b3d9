-- Adds an imported page, if neither it nor an alias of it is there.
-- Parameters: canonical_url, url, host, now.
INSERT INTO raw.page_key (canonical_url, url, source_id, first_seen_at)
SELECT
    %(canonical_url)s,
    %(url)s,
    source_id,
    %(now)s
FROM core.source
WHERE
    domain = %(host)s
    AND NOT EXISTS (SELECT 1 FROM raw.page_alias WHERE page_alias.alias_url = %(canonical_url)s)
ON CONFLICT (canonical_url) DO NOTHING;
