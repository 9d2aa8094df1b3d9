-- Stories of the window are clustered anew with each batch, so that where batches end makes no difference: terms are kept
-- with weights that do not depend on when they were written, and with the articles that are kept apart. Tellings of before
-- have other weights; they take no part any more.

ALTER TABLE core.article_fingerprint
ALTER COLUMN vector_weights TYPE smallint[] USING NULL;
ALTER TABLE core.article_fingerprint
ADD COLUMN apart_article_ids bigint[];
COMMENT ON COLUMN core.article_fingerprint.vector_weights IS
'Weights of vector_terms in thousandths before rarity is applied, below 0 for names and numbers';
COMMENT ON COLUMN core.article_fingerprint.apart_article_ids IS
'Articles that look like it and tell another event; null for none';

ALTER TABLE core.story
ADD COLUMN merged_into_story_id bigint REFERENCES core.story (story_id);
COMMENT ON COLUMN core.story.merged_into_story_id IS 'The story that its articles belong to now; null while it has articles';
CREATE INDEX story_merged_into ON core.story (merged_into_story_id) WHERE merged_into_story_id IS NOT NULL;
