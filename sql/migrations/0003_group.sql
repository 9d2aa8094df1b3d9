-- The index by which an article's copies and story are found: sampled shingles, exact keys and key terms, partitioned
-- by month, and the counts that weigh terms by their rarity. Look-ups read few rows however large the warehouse grows.

CREATE TABLE core.article_shingle (
    article_id bigint NOT NULL,
    shingle integer NOT NULL,
    seen_date date NOT NULL
) PARTITION BY RANGE (seen_date);
COMMENT ON TABLE core.article_shingle IS 'Sampled hashes of runs of five words; articles that share two are compared';
COMMENT ON COLUMN core.article_shingle.article_id IS 'The article; rows of an earlier text may remain, they do no harm';
COMMENT ON COLUMN core.article_shingle.shingle IS 'Upper half of the xxHash64 of the run';
COMMENT ON COLUMN core.article_shingle.seen_date IS 'UTC date of first sight; the partition key';
CREATE INDEX article_shingle_shingle ON core.article_shingle (shingle);

CREATE TABLE core.article_fingerprint (
    article_id bigint NOT NULL,
    seen_date date NOT NULL,
    published_at timestamptz NOT NULL,
    exact_key bytea NOT NULL,
    fingerprint_version smallint NOT NULL,
    day_keys integer[],
    vector_terms integer[],
    vector_weights real[],
    PRIMARY KEY (article_id, seen_date)
) PARTITION BY RANGE (seen_date);
COMMENT ON TABLE core.article_fingerprint IS 'What grouping keeps of an article to find its copies and story';
COMMENT ON COLUMN core.article_fingerprint.article_id IS 'The article';
COMMENT ON COLUMN core.article_fingerprint.seen_date IS 'UTC date of first sight; the partition key';
COMMENT ON COLUMN core.article_fingerprint.published_at IS 'Publication date, else when it was first seen';
COMMENT ON COLUMN core.article_fingerprint.exact_key IS 'First half of the normalised text''s SHA-256';
COMMENT ON COLUMN core.article_fingerprint.fingerprint_version IS 'Of the hashes; two versions are never compared';
COMMENT ON COLUMN core.article_fingerprint.day_keys IS 'Key terms hashed with the day of publication; null for copies';
COMMENT ON COLUMN core.article_fingerprint.vector_terms IS 'Hashes of the weightiest terms; null for copies';
COMMENT ON COLUMN core.article_fingerprint.vector_weights IS 'Weights of vector_terms';
CREATE INDEX article_fingerprint_exact_key ON core.article_fingerprint (exact_key);
-- Without fastupdate: its pending list would be read in full by every look-up.
CREATE INDEX article_fingerprint_day_keys ON core.article_fingerprint USING gin (day_keys) WITH (fastupdate = off);

CREATE TABLE core.term_count (
    term integer PRIMARY KEY,
    document_count integer NOT NULL
) WITH (fillfactor = 70);
COMMENT ON TABLE core.term_count IS 'In how many originals a term occurs: common terms say little of a story';
COMMENT ON COLUMN core.term_count.term IS 'Hash of the term (xxHash32); 0 stands for all originals';
COMMENT ON COLUMN core.term_count.document_count IS 'Originals that hold it';
