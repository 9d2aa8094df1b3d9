-- Gives a page its article, if it has none.
-- Parameters: page_id, first_seen_at.
INSERT INTO core.article_key (page_id, first_seen_at)
VALUES (%(page_id)s, %(first_seen_at)s)
ON CONFLICT (page_id) DO NOTHING;
