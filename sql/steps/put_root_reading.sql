-- Keeps what was read out of an original for the copies to come.
-- Parameters: article_id, text_sha256, extractor_version_id, now, reading (JSON).
INSERT INTO core.root_reading (article_id, text_sha256, extractor_version_id, read_at, reading)
VALUES (%(article_id)s, %(text_sha256)s, %(extractor_version_id)s, %(now)s, %(reading)s::jsonb)
ON CONFLICT (article_id) DO UPDATE
    SET
        text_sha256 = excluded.text_sha256,
        extractor_version_id = excluded.extractor_version_id,
        read_at = excluded.read_at,
        reading = excluded.reading;
