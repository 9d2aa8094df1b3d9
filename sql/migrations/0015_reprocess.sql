-- Re-extraction of a range under the present rules: what it was compared with and what differs.
-- The shadow set itself is rows of core.article that are not current; the old versions stay beside them.

CREATE TABLE ops.reprocess (
    reprocess_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_date date NOT NULL,
    to_date date NOT NULL,
    domain text NOT NULL DEFAULT '',
    extractor_version_id bigint NOT NULL REFERENCES ops.extractor_version (extractor_version_id),
    annotator_version_id bigint NOT NULL REFERENCES ops.extractor_version (extractor_version_id),
    state_code text NOT NULL DEFAULT 'compared' CHECK (state_code IN ('compared', 'switched', 'undone')),
    without_body_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (from_date, to_date, domain, extractor_version_id, annotator_version_id)
);
COMMENT ON TABLE ops.reprocess IS 'A range of articles read again under a later version of the rules';
COMMENT ON COLUMN ops.reprocess.reprocess_id IS 'Number of the set, by which it is switched and undone';
COMMENT ON COLUMN ops.reprocess.from_date IS 'First day of the articles, in UTC';
COMMENT ON COLUMN ops.reprocess.to_date IS 'Last day, in UTC';
COMMENT ON COLUMN ops.reprocess.domain IS 'The one source that was read again, empty for all';
COMMENT ON COLUMN ops.reprocess.extractor_version_id IS 'The rules that read the set';
COMMENT ON COLUMN ops.reprocess.annotator_version_id IS 'The coder that read its claims';
COMMENT ON COLUMN ops.reprocess.state_code IS
'compared (marts see the old versions), switched (the new ones), undone (the old again)';
COMMENT ON COLUMN ops.reprocess.without_body_count IS
'Articles of the range whose page retention has dropped: they cannot be read again';
COMMENT ON COLUMN ops.reprocess.created_at IS 'When the set was begun';
COMMENT ON COLUMN ops.reprocess.changed_at IS 'When its state changed last';

CREATE TABLE ops.reprocess_article (
    reprocess_article_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reprocess_id bigint NOT NULL REFERENCES ops.reprocess (reprocess_id),
    page_id bigint NOT NULL REFERENCES raw.page_key (page_id),
    page_version_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    old_article_version_id bigint,
    new_article_version_id bigint,
    change_type text CHECK (change_type IN ('same', 'text', 'facts', 'accepted', 'refused')),
    added_char_count integer NOT NULL DEFAULT 0,
    removed_char_count integer NOT NULL DEFAULT 0,
    added_texts text[] NOT NULL DEFAULT '{}',
    removed_texts text[] NOT NULL DEFAULT '{}',
    UNIQUE (reprocess_id, page_id)
);
COMMENT ON TABLE ops.reprocess_article IS
'One page of a set: the version that was current, the one read now, and how they differ';
COMMENT ON COLUMN ops.reprocess_article.reprocess_article_id IS 'Surrogate key; the item of the step reread';
COMMENT ON COLUMN ops.reprocess_article.reprocess_id IS 'The set';
COMMENT ON COLUMN ops.reprocess_article.page_id IS 'The page';
COMMENT ON COLUMN ops.reprocess_article.page_version_id IS 'Its content that was read again';
COMMENT ON COLUMN ops.reprocess_article.first_seen_at IS 'As the page''s; the partition of both versions';
COMMENT ON COLUMN ops.reprocess_article.old_article_version_id IS 'The version that was current, null where there was none';
COMMENT ON COLUMN ops.reprocess_article.new_article_version_id IS 'The version read now; null where nothing differs';
COMMENT ON COLUMN ops.reprocess_article.change_type IS
'same, text, facts (title, date …), accepted or refused (which it was not); null: unread';
COMMENT ON COLUMN ops.reprocess_article.added_char_count IS 'Characters of paragraphs that only the new text has';
COMMENT ON COLUMN ops.reprocess_article.removed_char_count IS 'Characters of paragraphs that only the old text has';
COMMENT ON COLUMN ops.reprocess_article.added_texts IS 'Some of these paragraphs, cut where long';
COMMENT ON COLUMN ops.reprocess_article.removed_texts IS 'Some of these paragraphs, cut where long';

CREATE TABLE ops.reprocess_claim (
    reprocess_article_id bigint NOT NULL REFERENCES ops.reprocess_article (reprocess_article_id) ON DELETE CASCADE,
    change_type text NOT NULL CHECK (change_type IN ('gained', 'lost')),
    claim_key text NOT NULL,
    claim_text text NOT NULL,
    sentence_text text NOT NULL,
    PRIMARY KEY (reprocess_article_id, change_type, claim_key)
);
COMMENT ON TABLE ops.reprocess_claim IS 'Claims that only the old or only the new reading of an article has';
COMMENT ON COLUMN ops.reprocess_claim.reprocess_article_id IS 'The article in its set';
COMMENT ON COLUMN ops.reprocess_claim.change_type IS 'gained or lost';
COMMENT ON COLUMN ops.reprocess_claim.claim_key IS 'Key of the claim';
COMMENT ON COLUMN ops.reprocess_claim.claim_text IS 'Supplier, recipient, weapon and stance in words';
COMMENT ON COLUMN ops.reprocess_claim.sentence_text IS 'The sentence that makes it';

COMMENT ON COLUMN ops.work.step_code IS 'fetch, extract, group, annotate or reread';
COMMENT ON COLUMN ops.work.item_id IS
'page_id for fetch, page_version_id for extract, article_id for group and annotate, reprocess_article_id for reread';
