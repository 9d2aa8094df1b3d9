-- Notes which document a page's text was taken from; the first note stays.
-- Parameters: page_id, body_sha256, document_sha256, content_type, now.
INSERT INTO raw.document_text (page_id, body_sha256, document_sha256, content_type, imported_at)
VALUES (%(page_id)s, %(body_sha256)s, %(document_sha256)s, %(content_type)s, %(now)s)
ON CONFLICT (page_id, body_sha256) DO NOTHING;
