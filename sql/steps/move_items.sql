-- Links the feed items of a page to the page that it turned out to be.
-- Parameters: page_id, other_page_id.
UPDATE raw.feed_item_key
SET page_id = %(other_page_id)s
WHERE page_id = %(page_id)s;
