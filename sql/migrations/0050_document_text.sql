-- Texts of documents that are no web pages, handed in by `wirewatch import` with the document's hash.
CREATE TABLE raw.document_text (
    page_id bigint NOT NULL REFERENCES raw.page_key (page_id),
    body_sha256 text NOT NULL,
    document_sha256 text NOT NULL,
    content_type text NOT NULL,
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (page_id, body_sha256)
);
COMMENT ON TABLE raw.document_text IS 'Which document a page''s text was taken from, where the page is a PDF or the like';
COMMENT ON COLUMN raw.document_text.page_id IS 'The page';
COMMENT ON COLUMN raw.document_text.body_sha256 IS 'SHA-256 of the text as it is archived';
COMMENT ON COLUMN raw.document_text.document_sha256 IS 'SHA-256 of the document itself, as whoever handed in the text gave it';
COMMENT ON COLUMN raw.document_text.content_type IS 'Type of the document';
COMMENT ON COLUMN raw.document_text.imported_at IS 'When the text was first handed in';

CREATE VIEW mart.document_text AS
SELECT
    source.source_id,
    source.name AS source_name,
    page_key.url,
    document_text.content_type,
    document_text.document_sha256,
    document_text.body_sha256 AS page_sha256,
    document_text.imported_at
FROM raw.document_text
INNER JOIN raw.page_key ON document_text.page_id = page_key.page_id
INNER JOIN core.source ON page_key.source_id = source.source_id;
COMMENT ON VIEW mart.document_text IS
'Documents whose text was handed in: joins mart.claim_evidence by page_sha256 and leads from there to the document''s hash';
COMMENT ON COLUMN mart.document_text.source_id IS 'The outlet';
COMMENT ON COLUMN mart.document_text.source_name IS 'Its name';
COMMENT ON COLUMN mart.document_text.url IS 'Address of the document';
COMMENT ON COLUMN mart.document_text.content_type IS 'Its type';
COMMENT ON COLUMN mart.document_text.document_sha256 IS 'SHA-256 of the document itself';
COMMENT ON COLUMN mart.document_text.page_sha256 IS 'SHA-256 of its text as it is archived, as claims name it';
COMMENT ON COLUMN mart.document_text.imported_at IS 'When the text was first handed in';
