-- Notes a further URL of a page, unless it is another page's own.
-- Parameters: page_id, canonical_url, now.
INSERT INTO raw.page_alias (alias_url, page_id, basis_type, first_seen_at)
SELECT
    %(canonical_url)s,
    %(page_id)s,
    'rel_canonical',
    %(now)s
ON CONFLICT (alias_url) DO NOTHING;
