-- Adds what a feed says of an article.
-- Parameters: feed_item_id, now and the columns of raw.feed_item.
INSERT INTO raw.feed_item (
    feed_item_id, first_seen_at, guid, url, title, summary, content_html, author_names, category_names, published_at,
    updated_at
)
VALUES (
    %(feed_item_id)s, %(now)s, %(guid)s, %(url)s, %(title)s, %(summary)s, %(content_html)s, %(author_names)s,
    %(category_names)s, %(published_at)s, %(updated_at)s
)
ON CONFLICT (feed_item_id, first_seen_at) DO NOTHING;
