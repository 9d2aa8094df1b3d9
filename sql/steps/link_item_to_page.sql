-- Links an item to its page, found by its canonical URL or an alias; returns the page.
-- Parameters: feed_item_id, canonical_url.
UPDATE raw.feed_item_key
SET
    page_id = coalesce(
        (SELECT page_key.page_id FROM raw.page_key WHERE page_key.canonical_url = %(canonical_url)s),
        (SELECT page_alias.page_id FROM raw.page_alias WHERE page_alias.alias_url = %(canonical_url)s)
    )
WHERE feed_item_id = %(feed_item_id)s
RETURNING page_id;
