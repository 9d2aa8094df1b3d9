-- The page that a canonical URL stands for, by its own URL or an alias.
-- Parameters: canonical_url.
SELECT page_id
FROM raw.page_key
WHERE canonical_url = %(canonical_url)s
UNION ALL
SELECT page_id
FROM raw.page_alias
WHERE alias_url = %(canonical_url)s
LIMIT 1;
