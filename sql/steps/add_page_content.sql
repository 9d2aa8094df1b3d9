-- Adds a content of a page.
-- Parameters: the columns of raw.page.
INSERT INTO raw.page (
    page_version_id, first_seen_at, url, final_url, http_status, content_type, headers, body, body_byte_count
)
VALUES (
    %(page_version_id)s, %(first_seen_at)s, %(url)s, %(final_url)s, %(http_status)s, %(content_type)s,
    %(headers)s::jsonb, %(body)s, %(body_byte_count)s
);
