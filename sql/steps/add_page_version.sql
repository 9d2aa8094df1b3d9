-- Gives a content of a page its identity; returns it only where the content is new. first_seen_at is the page's.
-- Parameters: page_id, body_sha256, origin_type, fetched_at.
INSERT INTO raw.page_version_key (page_id, body_sha256, origin_type, fetched_at, first_seen_at)
SELECT
    page_id,
    %(body_sha256)s,
    %(origin_type)s,
    %(fetched_at)s,
    first_seen_at
FROM raw.page_key
WHERE page_id = %(page_id)s
ON CONFLICT (page_id, body_sha256) DO NOTHING
RETURNING page_version_id, first_seen_at;
