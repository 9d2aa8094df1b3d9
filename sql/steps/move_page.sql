-- A known item under a changed link: the new address becomes an alias of its page and the one to fetch it from, unless
-- that address is another page's. Returns the page where something was noted.
-- Parameters: page_id, canonical_url, url, now.
WITH new_alias AS (
    INSERT INTO raw.page_alias (alias_url, page_id, basis_type, first_seen_at)
    SELECT
        %(canonical_url)s,
        %(page_id)s,
        'guid',
        %(now)s
    WHERE NOT EXISTS (SELECT 1 FROM raw.page_key WHERE page_key.canonical_url = %(canonical_url)s)
    ON CONFLICT (alias_url) DO NOTHING
    RETURNING page_id
)

UPDATE raw.page_key
SET url = %(url)s
FROM new_alias
WHERE page_key.page_id = new_alias.page_id
RETURNING page_key.page_id;
