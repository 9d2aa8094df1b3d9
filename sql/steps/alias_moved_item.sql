-- A known item under a changed guid or link: leads to the page that it had before; returns that page, if there is one.
-- Parameters: feed_id, alias_of_key, feed_item_id, canonical_url, now.
WITH former AS (
    SELECT page_id
    FROM raw.feed_item_key
    WHERE feed_id = %(feed_id)s AND item_key = %(alias_of_key)s AND page_id IS NOT NULL
),

new_alias AS (
    INSERT INTO raw.page_alias (alias_url, page_id, basis_type, first_seen_at)
    SELECT
        %(canonical_url)s,
        former.page_id,
        'guid',
        %(now)s
    FROM former
    WHERE NOT EXISTS (SELECT 1 FROM raw.page_key WHERE page_key.canonical_url = %(canonical_url)s)
    ON CONFLICT (alias_url) DO NOTHING
)

UPDATE raw.feed_item_key
SET page_id = former.page_id
FROM former
WHERE feed_item_key.feed_item_id = %(feed_item_id)s
RETURNING former.page_id;
