-- The page of a canonical URL or alias, and its source.
-- Parameters: canonical_url.
SELECT
    page_id,
    source_id
FROM raw.page_key
WHERE
    canonical_url = %(canonical_url)s
    OR page_id = (SELECT page_alias.page_id FROM raw.page_alias WHERE page_alias.alias_url = %(canonical_url)s)
LIMIT 1;
