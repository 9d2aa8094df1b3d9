-- What was read out of originals, kept for as long as copies of them may come, so that their texts are parsed once.

CREATE TABLE core.root_reading (
    article_id bigint PRIMARY KEY,
    text_sha256 bytea NOT NULL,
    extractor_version_id integer NOT NULL REFERENCES ops.extractor_version (extractor_version_id),
    read_at timestamptz NOT NULL,
    reading jsonb NOT NULL
);
COMMENT ON TABLE core.root_reading IS 'The coding of an original as its copies take it over; dropped when no copy is to come';
COMMENT ON COLUMN core.root_reading.article_id IS 'The original';
COMMENT ON COLUMN core.root_reading.text_sha256 IS 'Of the text that was read; another text makes the reading void';
COMMENT ON COLUMN core.root_reading.extractor_version_id IS 'What coded it';
COMMENT ON COLUMN core.root_reading.read_at IS 'When; the time to drop it is counted from here';
COMMENT ON COLUMN core.root_reading.reading IS 'Mentions, events, claims with the offsets of that text';
CREATE INDEX root_reading_read_at ON core.root_reading (read_at);
