-- Adds an item's key or notes that it was seen again; returns its id, whether it is new, its page and its former hash.
-- Parameters: the columns of raw.feed_item_key, now.
WITH known AS (
    SELECT
        feed_item_id,
        page_id,
        content_hash
    FROM raw.feed_item_key
    WHERE feed_id = %(feed_id)s AND item_key = %(item_key)s
)

INSERT INTO raw.feed_item_key (
    feed_id, item_key, key_basis_type, guid_key, link_key, content_hash, alias_of_key, status_type, first_seen_at,
    last_seen_at
)
VALUES (
    %(feed_id)s, %(item_key)s, %(key_basis_type)s, %(guid_key)s, %(link_key)s, %(content_hash)s, %(alias_of_key)s,
    %(status_type)s, %(now)s, %(now)s
)
ON CONFLICT (feed_id, item_key) DO UPDATE
    SET
        last_seen_at = excluded.last_seen_at,
        content_hash = excluded.content_hash
RETURNING
    feed_item_id,
    NOT EXISTS (SELECT 1 FROM known) AS is_first_sight,
    (SELECT page_id FROM known) AS page_id,
    (SELECT content_hash FROM known) AS content_hash;
