-- The warehouse's first layout: what was collected (raw), understood (core), is queried (mart), and how it went (ops).
-- Identity lives in narrow, unpartitioned key tables; content is partitioned by month on first_seen_at, which never changes,
-- so that retention can drop content and never a key.

CREATE SCHEMA IF NOT EXISTS ops;
CREATE SCHEMA raw;
CREATE SCHEMA core;
CREATE SCHEMA mart;

COMMENT ON SCHEMA raw IS 'What was collected: feeds, their items, pages as they came';
COMMENT ON SCHEMA core IS 'What was understood: articles, stories, actors, events, claims';
COMMENT ON SCHEMA mart IS 'What analysts query: days, dyads, the transfer ledger, evidence';
COMMENT ON SCHEMA ops IS 'How it went: runs, counts, work still to do, versions';

-- Who may do what. The owner runs migrations; default privileges cover the tables of this and of all later migrations.
-- writer: the steps. web: the pages in the Airflow UI, which write corrections only. analyst: people with SQL.

GRANT USAGE ON SCHEMA raw, core, mart, ops TO wirewatch_writer, wirewatch_web;
GRANT USAGE ON SCHEMA core, mart, ops TO analyst;
ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core, mart, ops
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO wirewatch_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core, mart, ops GRANT USAGE ON SEQUENCES TO wirewatch_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core, mart, ops GRANT SELECT ON TABLES TO wirewatch_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA core, mart, ops GRANT SELECT ON TABLES TO analyst;

-- ops ----------------------------------------------------------------------------------------------------------------

CREATE TABLE ops.run (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dag_id text NOT NULL,
    dag_run_id text NOT NULL,
    data_interval_start_at timestamptz,
    data_interval_end_at timestamptz,
    code_version text NOT NULL,
    started_at timestamptz NOT NULL,
    UNIQUE (dag_id, dag_run_id)
);
COMMENT ON TABLE ops.run IS 'One run of a DAG, or of the same steps from the command line';
COMMENT ON COLUMN ops.run.run_id IS 'Surrogate key';
COMMENT ON COLUMN ops.run.dag_id IS 'The DAG, or "cli" for runs without Airflow';
COMMENT ON COLUMN ops.run.dag_run_id IS 'The run''s id in Airflow, or one made from the time';
COMMENT ON COLUMN ops.run.data_interval_start_at IS 'Start of the data interval, where the run has one';
COMMENT ON COLUMN ops.run.data_interval_end_at IS 'End of the data interval, where the run has one';
COMMENT ON COLUMN ops.run.code_version IS 'Version of Wirewatch that ran';
COMMENT ON COLUMN ops.run.started_at IS 'When the first step of the run began';

CREATE TABLE ops.work (
    step_code text NOT NULL,
    item_id bigint NOT NULL,
    state_code text NOT NULL DEFAULT 'pending'
        CHECK (state_code IN ('pending', 'done', 'skipped', 'quarantined', 'deferred')),
    reason text,
    error text,
    attempt_count integer NOT NULL DEFAULT 0,
    sort_key text NOT NULL DEFAULT '',
    offered_at timestamptz NOT NULL,
    retry_at timestamptz,
    finished_at timestamptz,
    lease_owner text,
    lease_expires_at timestamptz,
    run_id bigint REFERENCES ops.run (run_id),
    batch_number integer,
    PRIMARY KEY (step_code, item_id)
);
COMMENT ON TABLE ops.work IS 'One item that a step has to do or has done; in exactly one state';
COMMENT ON COLUMN ops.work.step_code IS 'fetch, extract, group or annotate';
COMMENT ON COLUMN ops.work.item_id IS 'page_id for fetch, page_version_id for extract, article_id for group and annotate';
COMMENT ON COLUMN ops.work.state_code IS 'pending, done, skipped, quarantined or deferred';
COMMENT ON COLUMN ops.work.reason IS 'Why the item is in this state, in a fixed vocabulary per step';
COMMENT ON COLUMN ops.work.error IS 'The error''s own words, where there was one';
COMMENT ON COLUMN ops.work.attempt_count IS 'How often the item was tried';
COMMENT ON COLUMN ops.work.sort_key IS 'Items are taken in this order, so that the order in which servers answered does not matter';
COMMENT ON COLUMN ops.work.offered_at IS 'When the step before passed the item on';
COMMENT ON COLUMN ops.work.retry_at IS 'Not before this time, for deferred items';
COMMENT ON COLUMN ops.work.finished_at IS 'When the item reached its present state';
COMMENT ON COLUMN ops.work.lease_owner IS 'The worker that holds the item now';
COMMENT ON COLUMN ops.work.lease_expires_at IS 'From this time on another worker may take the item';
COMMENT ON COLUMN ops.work.run_id IS 'The run that touched the item last';
COMMENT ON COLUMN ops.work.batch_number IS 'The mapped task of that run';
CREATE INDEX work_leased ON ops.work (step_code) WHERE lease_owner IS NOT NULL;
CREATE INDEX work_open ON ops.work (step_code, sort_key, item_id) WHERE state_code IN ('pending', 'deferred');
CREATE INDEX work_run ON ops.work (run_id, step_code, batch_number);

CREATE FUNCTION ops.is_lease_held(owner text, expires_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
-- Whether a lease still binds: it has not expired, and its owner's connection, which holds the owner's advisory lock, lives.
SELECT
    owner IS NOT NULL
    AND expires_at > clock_timestamp()
    AND EXISTS (
        SELECT 1
        FROM pg_locks
        WHERE
            locktype = 'advisory'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND classid = 7317
            AND objid = (hashtext(owner)::bigint & 4294967295)::oid
            AND granted
    )
$$;
COMMENT ON FUNCTION ops.is_lease_held(text, timestamptz) IS 'Whether a lease on work still binds';

CREATE TABLE ops.step_count (
    run_id bigint NOT NULL REFERENCES ops.run (run_id),
    step_code text NOT NULL,
    batch_number integer NOT NULL,
    status_code text NOT NULL,
    reason text NOT NULL DEFAULT '',
    item_count bigint NOT NULL,
    PRIMARY KEY (run_id, step_code, batch_number, status_code, reason)
);
COMMENT ON TABLE ops.step_count IS 'How many items a run''s step brought into which state; replaced when a task is retried';
COMMENT ON COLUMN ops.step_count.run_id IS 'The run';
COMMENT ON COLUMN ops.step_count.step_code IS 'poll, fetch, extract, group, annotate or track';
COMMENT ON COLUMN ops.step_count.batch_number IS 'The mapped task of the run';
COMMENT ON COLUMN ops.step_count.status_code IS 'done, skipped, quarantined, deferred or pending (still to do when the task ended)';
COMMENT ON COLUMN ops.step_count.reason IS 'Reason within the status, empty where there is none';
COMMENT ON COLUMN ops.step_count.item_count IS 'Number of items';

CREATE VIEW ops.quarantine AS
SELECT
    step_code,
    item_id,
    reason,
    error,
    attempt_count,
    finished_at
FROM ops.work
WHERE state_code = 'quarantined';
COMMENT ON VIEW ops.quarantine IS 'Items that should have worked and did not, kept for a person to look at';
COMMENT ON COLUMN ops.quarantine.step_code IS 'The step that gave up';
COMMENT ON COLUMN ops.quarantine.item_id IS 'The item, as in ops.work';
COMMENT ON COLUMN ops.quarantine.reason IS 'Why, in a fixed vocabulary';
COMMENT ON COLUMN ops.quarantine.error IS 'The error in its own words';
COMMENT ON COLUMN ops.quarantine.attempt_count IS 'How often it was tried';
COMMENT ON COLUMN ops.quarantine.finished_at IS 'When the item was set aside';

CREATE TABLE ops.extractor_version (
    extractor_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    component text NOT NULL,
    version text NOT NULL,
    model text NOT NULL DEFAULT '',
    rules_sha256 text NOT NULL,
    first_used_at timestamptz NOT NULL,
    UNIQUE (component, version, model, rules_sha256)
);
COMMENT ON TABLE ops.extractor_version IS 'A version of the rules and models that made rows; never changed once written';
COMMENT ON COLUMN ops.extractor_version.extractor_version_id IS 'Surrogate key';
COMMENT ON COLUMN ops.extractor_version.component IS 'extract, group or annotate';
COMMENT ON COLUMN ops.extractor_version.version IS 'Version of Wirewatch';
COMMENT ON COLUMN ops.extractor_version.model IS 'Models and libraries with their versions';
COMMENT ON COLUMN ops.extractor_version.rules_sha256 IS 'Hash over the component''s rules and lexicons';
COMMENT ON COLUMN ops.extractor_version.first_used_at IS 'When the version made its first row';

CREATE TABLE ops.dirty_day (
    day_date date PRIMARY KEY,
    marked_at timestamptz NOT NULL
);
COMMENT ON TABLE ops.dirty_day IS 'Days whose marts are older than their articles; the track step empties it';
COMMENT ON COLUMN ops.dirty_day.day_date IS 'The day, in UTC';
COMMENT ON COLUMN ops.dirty_day.marked_at IS 'When something of the day changed last';

CREATE TABLE ops.collected_range (
    source_id bigint NOT NULL,
    from_date date NOT NULL,
    to_date date NOT NULL,
    basis_type text NOT NULL DEFAULT 'import',
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, from_date, to_date)
);
COMMENT ON TABLE ops.collected_range IS 'Ranges of days that an import declares as collected';
COMMENT ON COLUMN ops.collected_range.source_id IS 'The source';
COMMENT ON COLUMN ops.collected_range.from_date IS 'First day, in UTC';
COMMENT ON COLUMN ops.collected_range.to_date IS 'Last day, in UTC';
COMMENT ON COLUMN ops.collected_range.basis_type IS 'Who declares it: import';
COMMENT ON COLUMN ops.collected_range.declared_at IS 'When it was declared';

-- core.source comes first: raw.feed refers to it ---------------------------------------------------------------------

CREATE TABLE core.source (
    source_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain text NOT NULL UNIQUE,
    name text NOT NULL,
    owner_group text NOT NULL,
    country_code text,
    language_code text,
    reliability_type text,
    is_sample boolean NOT NULL DEFAULT FALSE,
    is_in_catalog boolean NOT NULL DEFAULT FALSE
);
COMMENT ON TABLE core.source IS 'A publisher of articles';
COMMENT ON COLUMN core.source.source_id IS 'Surrogate key';
COMMENT ON COLUMN core.source.domain IS 'Host name of the outlet, without www';
COMMENT ON COLUMN core.source.name IS 'Name as the outlet writes it';
COMMENT ON COLUMN core.source.owner_group IS 'Who owns the outlet; articles of one group are one voice. The domain where unknown';
COMMENT ON COLUMN core.source.country_code IS 'ISO 3166-1 alpha-3';
COMMENT ON COLUMN core.source.language_code IS 'ISO 639-1 of the outlet''s main language';
COMMENT ON COLUMN core.source.reliability_type IS 'agency, state_media, newspaper, broadcaster, government, igo, think_tank, tracker or null';
COMMENT ON COLUMN core.source.is_sample IS 'True for the fictional outlets of the demo';
COMMENT ON COLUMN core.source.is_in_catalog IS 'True while the catalog names the source';

-- raw ----------------------------------------------------------------------------------------------------------------

CREATE TABLE raw.feed (
    feed_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id bigint NOT NULL REFERENCES core.source (source_id),
    url text NOT NULL UNIQUE,
    host text GENERATED ALWAYS AS (lower(substring(url FROM '^[a-zA-Z]+://([^/?#]+)'))) STORED,
    catalog_url text UNIQUE,
    state_code text NOT NULL DEFAULT 'active' CHECK (state_code IN ('active', 'disabled')),
    disabled_reason text,
    is_verified boolean NOT NULL DEFAULT FALSE,
    etag text,
    last_modified text,
    body_sha256 text,
    poll_count integer NOT NULL DEFAULT 0,
    conditional_count integer NOT NULL DEFAULT 0,
    last_full_at timestamptz,
    last_poll_at timestamptz,
    last_success_at timestamptz,
    failure_count integer NOT NULL DEFAULT 0,
    failure_weight double precision NOT NULL DEFAULT 0,
    gone_count integer NOT NULL DEFAULT 0,
    interval_seconds double precision,
    next_poll_at timestamptz,
    redirect jsonb,
    url_history jsonb NOT NULL DEFAULT '[]',
    key_policy_type text NOT NULL DEFAULT 'guid',
    utc_offset_minutes integer,
    has_trusted_dates boolean NOT NULL DEFAULT TRUE,
    verifies_tls boolean NOT NULL DEFAULT TRUE,
    item_window jsonb NOT NULL DEFAULT '[]',
    schedule jsonb NOT NULL DEFAULT '{}',
    last_reason text,
    lease_owner text,
    lease_expires_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.feed IS 'A feed to poll, with all that the next poll needs to know';
COMMENT ON COLUMN raw.feed.feed_id IS 'Surrogate key';
COMMENT ON COLUMN raw.feed.source_id IS 'The publisher';
COMMENT ON COLUMN raw.feed.url IS 'The address to poll';
COMMENT ON COLUMN raw.feed.host IS 'Its host, with the port where one is named';
COMMENT ON COLUMN raw.feed.catalog_url IS 'The address in the catalog, which may have moved since; null for feeds added by hand';
COMMENT ON COLUMN raw.feed.state_code IS 'active or disabled';
COMMENT ON COLUMN raw.feed.disabled_reason IS 'Why it is disabled, in words';
COMMENT ON COLUMN raw.feed.is_verified IS 'True from its first good poll on';
COMMENT ON COLUMN raw.feed.etag IS 'ETag as the server wrote it';
COMMENT ON COLUMN raw.feed.last_modified IS 'Last-Modified as the server wrote it';
COMMENT ON COLUMN raw.feed.body_sha256 IS 'SHA-256 of the last good document';
COMMENT ON COLUMN raw.feed.poll_count IS 'Polls so far';
COMMENT ON COLUMN raw.feed.conditional_count IS 'Polls since the last unconditional one';
COMMENT ON COLUMN raw.feed.last_full_at IS 'The last unconditional poll that was answered';
COMMENT ON COLUMN raw.feed.last_poll_at IS 'The last poll';
COMMENT ON COLUMN raw.feed.last_success_at IS 'The last good poll';
COMMENT ON COLUMN raw.feed.failure_count IS 'Polls without success in a row';
COMMENT ON COLUMN raw.feed.failure_weight IS 'The same, soft failures counted half';
COMMENT ON COLUMN raw.feed.gone_count IS 'Answers of 410 in a row';
COMMENT ON COLUMN raw.feed.interval_seconds IS 'Present interval between polls, in seconds';
COMMENT ON COLUMN raw.feed.next_poll_at IS 'Not polled before; null for a feed never polled';
COMMENT ON COLUMN raw.feed.redirect IS 'A permanent redirect that has not yet proved itself: url, count, first_seen_at';
COMMENT ON COLUMN raw.feed.url_history IS 'Saved moves: old_url, new_url, changed_at';
COMMENT ON COLUMN raw.feed.key_policy_type IS 'What tells this feed''s items apart: guid, link or hash';
COMMENT ON COLUMN raw.feed.utc_offset_minutes IS 'Learned from dates with a zone, for dates without one';
COMMENT ON COLUMN raw.feed.has_trusted_dates IS 'False where its dates proved wrong';
COMMENT ON COLUMN raw.feed.verifies_tls IS 'False only where a person said so';
COMMENT ON COLUMN raw.feed.item_window IS 'Keys and hashes of the items of the last good document';
COMMENT ON COLUMN raw.feed.schedule IS 'What the schedule has learned of the feed''s habits';
COMMENT ON COLUMN raw.feed.last_reason IS 'What the last poll saw and what follows, in one sentence';
COMMENT ON COLUMN raw.feed.lease_owner IS 'The worker that polls it now';
COMMENT ON COLUMN raw.feed.lease_expires_at IS 'From this time on another worker may take it';
COMMENT ON COLUMN raw.feed.created_at IS 'When it was added';
CREATE INDEX feed_due ON raw.feed (next_poll_at) WHERE state_code = 'active';
CREATE INDEX feed_source ON raw.feed (source_id);
CREATE INDEX feed_leased ON raw.feed (host) WHERE lease_owner IS NOT NULL;

CREATE TABLE raw.feed_poll (
    feed_poll_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed_id bigint NOT NULL REFERENCES raw.feed (feed_id),
    polled_at timestamptz NOT NULL,
    outcome_code text NOT NULL,
    is_good boolean NOT NULL,
    http_status integer,
    covers_from_at timestamptz,
    new_item_count integer NOT NULL DEFAULT 0,
    known_item_count integer NOT NULL DEFAULT 0,
    dropped_item_count integer NOT NULL DEFAULT 0,
    body_byte_count bigint NOT NULL DEFAULT 0,
    elapsed_seconds double precision NOT NULL DEFAULT 0,
    is_conditional boolean NOT NULL DEFAULT FALSE,
    warnings text [] NOT NULL DEFAULT '{}',
    error text,
    run_id bigint REFERENCES ops.run (run_id),
    batch_number integer
);
COMMENT ON TABLE raw.feed_poll IS 'One poll of a feed';
COMMENT ON COLUMN raw.feed_poll.feed_poll_id IS 'Surrogate key';
COMMENT ON COLUMN raw.feed_poll.feed_id IS 'The feed';
COMMENT ON COLUMN raw.feed_poll.polled_at IS 'When';
COMMENT ON COLUMN raw.feed_poll.outcome_code IS 'Outcome in the fixed vocabulary of pipeline/collect/outcomes.py';
COMMENT ON COLUMN raw.feed_poll.is_good IS 'True where a document, "not modified" or an unchanged document came';
COMMENT ON COLUMN raw.feed_poll.http_status IS 'HTTP status, null where none came';
COMMENT ON COLUMN raw.feed_poll.covers_from_at IS 'Start of the time that a good poll covers: the good poll before it where the two overlap, else its oldest item';
COMMENT ON COLUMN raw.feed_poll.new_item_count IS 'Items not seen before';
COMMENT ON COLUMN raw.feed_poll.known_item_count IS 'Items seen before';
COMMENT ON COLUMN raw.feed_poll.dropped_item_count IS 'Items over the limit, or without anything to tell them apart';
COMMENT ON COLUMN raw.feed_poll.body_byte_count IS 'Size of the document after decoding';
COMMENT ON COLUMN raw.feed_poll.elapsed_seconds IS 'Duration, in seconds';
COMMENT ON COLUMN raw.feed_poll.is_conditional IS 'True where validators were sent';
COMMENT ON COLUMN raw.feed_poll.warnings IS 'What was odd about the document';
COMMENT ON COLUMN raw.feed_poll.error IS 'The error''s own words';
COMMENT ON COLUMN raw.feed_poll.run_id IS 'The run';
COMMENT ON COLUMN raw.feed_poll.batch_number IS 'The mapped task of that run';
CREATE INDEX feed_poll_feed ON raw.feed_poll (feed_id, polled_at);
CREATE INDEX feed_poll_run ON raw.feed_poll (run_id, batch_number);

CREATE TABLE raw.host_hold (
    host text PRIMARY KEY,
    held_until_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.host_hold IS 'Hosts that asked for a pause';
COMMENT ON COLUMN raw.host_hold.host IS 'The host, with its port where it is not the usual one';
COMMENT ON COLUMN raw.host_hold.held_until_at IS 'Nothing of this host is asked before';

CREATE TABLE raw.feed_item_key (
    feed_item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed_id bigint NOT NULL,
    item_key text NOT NULL,
    key_basis_type text NOT NULL,
    guid_key text,
    link_key text,
    content_hash text,
    alias_of_key text,
    status_type text NOT NULL,
    page_id bigint,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    UNIQUE (feed_id, item_key)
);
COMMENT ON TABLE raw.feed_item_key IS 'Identity of an item within its feed; outlives the item''s content';
COMMENT ON COLUMN raw.feed_item_key.feed_item_id IS 'Surrogate key';
COMMENT ON COLUMN raw.feed_item_key.feed_id IS 'The feed';
COMMENT ON COLUMN raw.feed_item_key.item_key IS 'guid, link or hash, as the feed''s key policy says';
COMMENT ON COLUMN raw.feed_item_key.key_basis_type IS 'What the key was made of: guid, link or hash';
COMMENT ON COLUMN raw.feed_item_key.guid_key IS 'Hash of the guid';
COMMENT ON COLUMN raw.feed_item_key.link_key IS 'Hash of the canonical link';
COMMENT ON COLUMN raw.feed_item_key.content_hash IS 'Hash of the item''s words when last seen';
COMMENT ON COLUMN raw.feed_item_key.alias_of_key IS 'Key of the item that this one turned out to be, under a changed guid or link';
COMMENT ON COLUMN raw.feed_item_key.status_type IS 'How it was first seen: new, moved or stale (old when first seen: kept, but no news)';
COMMENT ON COLUMN raw.feed_item_key.page_id IS 'The page that the item links to';
COMMENT ON COLUMN raw.feed_item_key.first_seen_at IS 'When a poll first found it';
COMMENT ON COLUMN raw.feed_item_key.last_seen_at IS 'When a poll found it last';
CREATE INDEX feed_item_key_page ON raw.feed_item_key (page_id);

CREATE TABLE raw.feed_item (
    feed_item_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    guid text,
    url text,
    title text,
    summary text,
    content_html text,
    author_names text [],
    category_names text [],
    published_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (feed_item_id, first_seen_at)
) PARTITION BY RANGE (first_seen_at);
COMMENT ON TABLE raw.feed_item IS 'What a feed said of an article';
COMMENT ON COLUMN raw.feed_item.feed_item_id IS 'The item''s key';
COMMENT ON COLUMN raw.feed_item.first_seen_at IS 'When a poll first found it; the partition key';
COMMENT ON COLUMN raw.feed_item.guid IS 'guid (RSS) or id (Atom, JSON Feed)';
COMMENT ON COLUMN raw.feed_item.url IS 'Link as given, made absolute';
COMMENT ON COLUMN raw.feed_item.title IS 'Title as plain text';
COMMENT ON COLUMN raw.feed_item.summary IS 'Summary as plain text';
COMMENT ON COLUMN raw.feed_item.content_html IS 'Full content, where the feed carries it';
COMMENT ON COLUMN raw.feed_item.author_names IS 'Authors';
COMMENT ON COLUMN raw.feed_item.category_names IS 'Categories';
COMMENT ON COLUMN raw.feed_item.published_at IS 'Publication date as the feed gives it, null where it is not credible';
COMMENT ON COLUMN raw.feed_item.updated_at IS 'Date of the last change as the feed gives it';

CREATE TABLE raw.page_key (
    page_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    canonical_url text NOT NULL UNIQUE,
    url text NOT NULL,
    host text GENERATED ALWAYS AS (lower(substring(url FROM '^[a-zA-Z]+://([^/?#]+)'))) STORED,
    source_id bigint NOT NULL REFERENCES core.source (source_id),
    feed_item_id bigint,
    first_seen_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.page_key IS 'Identity of a page: its canonical URL';
COMMENT ON COLUMN raw.page_key.page_id IS 'Surrogate key';
COMMENT ON COLUMN raw.page_key.canonical_url IS 'The URL after canonicalisation';
COMMENT ON COLUMN raw.page_key.url IS 'The URL to fetch, as first seen';
COMMENT ON COLUMN raw.page_key.host IS 'Its host, with the port where one is named';
COMMENT ON COLUMN raw.page_key.source_id IS 'The publisher';
COMMENT ON COLUMN raw.page_key.feed_item_id IS 'The feed item that first named it, null for imports';
COMMENT ON COLUMN raw.page_key.first_seen_at IS 'When it was first named';
CREATE INDEX page_key_source ON raw.page_key (source_id);

CREATE TABLE raw.page_alias (
    alias_url text PRIMARY KEY,
    page_id bigint NOT NULL REFERENCES raw.page_key (page_id),
    basis_type text NOT NULL,
    first_seen_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.page_alias IS 'Further URLs of a page, found through redirects or rel=canonical';
COMMENT ON COLUMN raw.page_alias.alias_url IS 'The other canonical URL';
COMMENT ON COLUMN raw.page_alias.page_id IS 'The page';
COMMENT ON COLUMN raw.page_alias.basis_type IS 'redirect, rel_canonical or guid';
COMMENT ON COLUMN raw.page_alias.first_seen_at IS 'When it was found';
CREATE INDEX page_alias_page ON raw.page_alias (page_id);

CREATE TABLE raw.page_version_key (
    page_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    page_id bigint NOT NULL REFERENCES raw.page_key (page_id),
    body_sha256 text NOT NULL,
    origin_type text NOT NULL CHECK (origin_type IN ('fetch', 'import', 'feed')),
    fetched_at timestamptz NOT NULL,
    first_seen_at timestamptz NOT NULL,
    UNIQUE (page_id, body_sha256)
);
COMMENT ON TABLE raw.page_version_key IS 'Identity of one content of a page; outlives the body';
COMMENT ON COLUMN raw.page_version_key.page_version_id IS 'Surrogate key';
COMMENT ON COLUMN raw.page_version_key.page_id IS 'The page';
COMMENT ON COLUMN raw.page_version_key.body_sha256 IS 'SHA-256 of the body as it came';
COMMENT ON COLUMN raw.page_version_key.origin_type IS 'fetch (HTTP), import (archive) or feed (only the feed''s summary could be had)';
COMMENT ON COLUMN raw.page_version_key.fetched_at IS 'When this content was first fetched, or the archive says it was';
COMMENT ON COLUMN raw.page_version_key.first_seen_at IS 'When this warehouse got it; the partition of its content';

CREATE TABLE raw.page (
    page_version_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    url text NOT NULL,
    final_url text,
    http_status integer NOT NULL,
    content_type text,
    headers jsonb NOT NULL DEFAULT '[]',
    body bytea NOT NULL,
    body_byte_count bigint NOT NULL,
    PRIMARY KEY (page_version_id, first_seen_at)
) PARTITION BY RANGE (first_seen_at);
COMMENT ON TABLE raw.page IS 'A page as it came, compressed';
COMMENT ON COLUMN raw.page.page_version_id IS 'The content''s key';
COMMENT ON COLUMN raw.page.first_seen_at IS 'As in the key table; the partition key';
COMMENT ON COLUMN raw.page.url IS 'The URL that was asked';
COMMENT ON COLUMN raw.page.final_url IS 'The URL that answered, after redirects';
COMMENT ON COLUMN raw.page.http_status IS 'HTTP status';
COMMENT ON COLUMN raw.page.content_type IS 'Content-Type header';
COMMENT ON COLUMN raw.page.headers IS 'Response headers as a list of name and value, in order';
COMMENT ON COLUMN raw.page.body IS 'Body, compressed by Zstandard';
COMMENT ON COLUMN raw.page.body_byte_count IS 'Size before compression';

CREATE TABLE raw.site_memory (
    domain text PRIMARY KEY,
    memory jsonb NOT NULL,
    learned_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.site_memory IS 'What was learned of a site: blocks that repeat over its pages are furniture';
COMMENT ON COLUMN raw.site_memory.domain IS 'The site';
COMMENT ON COLUMN raw.site_memory.memory IS 'Counts of block fingerprints, bounded and versioned (pipeline/extract/memory.py)';
COMMENT ON COLUMN raw.site_memory.learned_at IS 'When it was learned last';

CREATE TABLE raw.import_file (
    import_file_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path text NOT NULL,
    file_sha256 text NOT NULL UNIQUE,
    page_count integer NOT NULL,
    imported_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.import_file IS 'Archives that were imported';
COMMENT ON COLUMN raw.import_file.import_file_id IS 'Surrogate key';
COMMENT ON COLUMN raw.import_file.path IS 'Where it lay';
COMMENT ON COLUMN raw.import_file.file_sha256 IS 'Hash of the file or of the folder''s listing';
COMMENT ON COLUMN raw.import_file.page_count IS 'Pages taken from it';
COMMENT ON COLUMN raw.import_file.imported_at IS 'When';

CREATE TABLE raw.import_damage (
    import_file_id bigint NOT NULL REFERENCES raw.import_file (import_file_id),
    position_text text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (import_file_id, position_text)
);
COMMENT ON TABLE raw.import_damage IS 'Records of an archive that could not be read';
COMMENT ON COLUMN raw.import_damage.import_file_id IS 'The archive';
COMMENT ON COLUMN raw.import_damage.position_text IS 'Where in the file';
COMMENT ON COLUMN raw.import_damage.reason IS 'What is wrong';

-- core ---------------------------------------------------------------------------------------------------------------

CREATE TABLE core.article_key (
    article_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    page_id bigint NOT NULL UNIQUE REFERENCES raw.page_key (page_id),
    first_seen_at timestamptz NOT NULL
);
COMMENT ON TABLE core.article_key IS 'Identity of an article: one for a page';
COMMENT ON COLUMN core.article_key.article_id IS 'Surrogate key';
COMMENT ON COLUMN core.article_key.page_id IS 'The page';
COMMENT ON COLUMN core.article_key.first_seen_at IS 'As the page''s';

CREATE TABLE core.article (
    article_version_id bigint GENERATED ALWAYS AS IDENTITY,
    article_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    page_version_id bigint NOT NULL,
    extractor_version_id bigint NOT NULL REFERENCES ops.extractor_version (extractor_version_id),
    is_current boolean NOT NULL,
    source_id bigint NOT NULL REFERENCES core.source (source_id),
    title text,
    text text NOT NULL,
    quality_type text NOT NULL CHECK (quality_type IN ('article', 'partial', 'refused')),
    quality_reason text,
    quality_score real,
    author_names text [],
    section text,
    language_code text,
    published_at timestamptz,
    published_basis_type text,
    updated_at timestamptz,
    updated_basis_type text,
    agency text,
    effective_date date NOT NULL,
    date_basis_type text NOT NULL,
    coding_level_type text,
    extracted_at timestamptz NOT NULL,
    PRIMARY KEY (article_version_id, first_seen_at)
) PARTITION BY RANGE (first_seen_at);
COMMENT ON TABLE core.article IS 'What was read out of a page, one row per page content and extractor version';
COMMENT ON COLUMN core.article.article_version_id IS 'Surrogate key';
COMMENT ON COLUMN core.article.article_id IS 'The article';
COMMENT ON COLUMN core.article.first_seen_at IS 'As in the key table; the partition key';
COMMENT ON COLUMN core.article.page_version_id IS 'The content it was read from';
COMMENT ON COLUMN core.article.extractor_version_id IS 'What read it';
COMMENT ON COLUMN core.article.is_current IS 'True for the one version that marts see';
COMMENT ON COLUMN core.article.source_id IS 'The publisher';
COMMENT ON COLUMN core.article.title IS 'Title without the site''s name';
COMMENT ON COLUMN core.article.text IS 'The text, paragraphs parted by an empty line; offsets are characters of it';
COMMENT ON COLUMN core.article.quality_type IS 'article, partial (summary only) or refused';
COMMENT ON COLUMN core.article.quality_reason IS 'Why it is partial or refused';
COMMENT ON COLUMN core.article.quality_score IS '0 to 1';
COMMENT ON COLUMN core.article.author_names IS 'Authors';
COMMENT ON COLUMN core.article.section IS 'Section';
COMMENT ON COLUMN core.article.language_code IS 'ISO 639-1, as found in the text';
COMMENT ON COLUMN core.article.published_at IS 'Publication date that is credible';
COMMENT ON COLUMN core.article.published_basis_type IS 'json-ld, meta, time, url, feed or text';
COMMENT ON COLUMN core.article.updated_at IS 'Date of the last change that the page states';
COMMENT ON COLUMN core.article.updated_basis_type IS 'As published_basis_type';
COMMENT ON COLUMN core.article.agency IS 'Wire agency of a credit line';
COMMENT ON COLUMN core.article.effective_date IS 'The article''s day in UTC: of published_at, else of first_seen_at';
COMMENT ON COLUMN core.article.date_basis_type IS 'published or first_seen';
COMMENT ON COLUMN core.article.coding_level_type IS 'full, mentions or none; null before it is annotated';
COMMENT ON COLUMN core.article.extracted_at IS 'When';
CREATE UNIQUE INDEX article_current ON core.article (article_id, first_seen_at) WHERE is_current;
CREATE UNIQUE INDEX article_version ON core.article (page_version_id, extractor_version_id, first_seen_at);
CREATE INDEX article_day ON core.article (effective_date) WHERE is_current;

CREATE TABLE core.article_removed (
    article_version_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    ordinal integer NOT NULL,
    rule text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (article_version_id, ordinal, first_seen_at)
) PARTITION BY RANGE (first_seen_at);
COMMENT ON TABLE core.article_removed IS 'Pieces of a page that are not the article, with the rule that took them out';
COMMENT ON COLUMN core.article_removed.article_version_id IS 'The article version';
COMMENT ON COLUMN core.article_removed.first_seen_at IS 'As the article''s; the partition key';
COMMENT ON COLUMN core.article_removed.ordinal IS 'Order on the page';
COMMENT ON COLUMN core.article_removed.rule IS 'The rule';
COMMENT ON COLUMN core.article_removed.text IS 'The piece';

CREATE TABLE core.sentence (
    article_version_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    ordinal integer NOT NULL,
    start_char integer NOT NULL,
    end_char integer NOT NULL,
    paragraph_number integer NOT NULL,
    PRIMARY KEY (article_version_id, ordinal, first_seen_at)
) PARTITION BY RANGE (first_seen_at);
COMMENT ON TABLE core.sentence IS 'Sentences of an article version';
COMMENT ON COLUMN core.sentence.article_version_id IS 'The article version';
COMMENT ON COLUMN core.sentence.first_seen_at IS 'As the article''s; the partition key';
COMMENT ON COLUMN core.sentence.ordinal IS 'Order in the text, from 0';
COMMENT ON COLUMN core.sentence.start_char IS 'Offset of the first character in the article''s text';
COMMENT ON COLUMN core.sentence.end_char IS 'Offset behind the last character';
COMMENT ON COLUMN core.sentence.paragraph_number IS 'Paragraph, from 0';

CREATE TABLE core.story (
    story_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    root_article_id bigint NOT NULL REFERENCES core.article_key (article_id),
    first_published_at timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE core.story IS 'A story: reports of one event';
COMMENT ON COLUMN core.story.story_id IS 'Surrogate key';
COMMENT ON COLUMN core.story.root_article_id IS 'The article that began it';
COMMENT ON COLUMN core.story.first_published_at IS 'Publication of its earliest article';
COMMENT ON COLUMN core.story.created_at IS 'When it was found';

CREATE TABLE core.story_article (
    article_id bigint PRIMARY KEY REFERENCES core.article_key (article_id),
    story_id bigint NOT NULL REFERENCES core.story (story_id),
    relation_type text NOT NULL CHECK (relation_type IN ('original', 'exact_copy', 'near_copy', 'update', 'same_story')),
    root_article_id bigint NOT NULL REFERENCES core.article_key (article_id),
    similarity real,
    reason text,
    origin text,
    extractor_version_id bigint REFERENCES ops.extractor_version (extractor_version_id),
    placed_at timestamptz NOT NULL
);
COMMENT ON TABLE core.story_article IS 'Which story an article belongs to, and as what';
COMMENT ON COLUMN core.story_article.article_id IS 'The article';
COMMENT ON COLUMN core.story_article.story_id IS 'The story';
COMMENT ON COLUMN core.story_article.relation_type IS 'original, exact_copy, near_copy, update or same_story';
COMMENT ON COLUMN core.story_article.root_article_id IS 'The original of its copies; itself for an original';
COMMENT ON COLUMN core.story_article.similarity IS '0 to 1, for copies and updates';
COMMENT ON COLUMN core.story_article.reason IS 'What spoke for the relation';
COMMENT ON COLUMN core.story_article.origin IS 'Wire agency of the credit line, else the owner group: who reported it independently';
COMMENT ON COLUMN core.story_article.extractor_version_id IS 'The rules that placed it';
COMMENT ON COLUMN core.story_article.placed_at IS 'When';
CREATE INDEX story_article_story ON core.story_article (story_id);
CREATE INDEX story_article_root ON core.story_article (root_article_id);

CREATE TABLE core.actor (
    actor_id text PRIMARY KEY,
    name text NOT NULL,
    actor_type text,
    country_code text,
    role_code text,
    wikidata_id text,
    is_resolved boolean NOT NULL
);
COMMENT ON TABLE core.actor IS 'States, organisations and persons; unresolved names too';
COMMENT ON COLUMN core.actor.actor_id IS 'Id in the registry, or the normalised name of an unresolved actor';
COMMENT ON COLUMN core.actor.name IS 'Name in English, or as found';
COMMENT ON COLUMN core.actor.actor_type IS 'state, organisation, person, group or null';
COMMENT ON COLUMN core.actor.country_code IS 'ISO 3166-1 alpha-3';
COMMENT ON COLUMN core.actor.role_code IS 'PLOVER/CAMEO role, such as GOV or MIL';
COMMENT ON COLUMN core.actor.wikidata_id IS 'Wikidata Q number, only where checked';
COMMENT ON COLUMN core.actor.is_resolved IS 'False for names that the registry does not know';

CREATE TABLE core.actor_alias (
    actor_id text NOT NULL REFERENCES core.actor (actor_id),
    alias text NOT NULL,
    language_code text NOT NULL DEFAULT '',
    PRIMARY KEY (actor_id, alias, language_code)
);
COMMENT ON TABLE core.actor_alias IS 'Other names of an actor';
COMMENT ON COLUMN core.actor_alias.actor_id IS 'The actor';
COMMENT ON COLUMN core.actor_alias.alias IS 'The name';
COMMENT ON COLUMN core.actor_alias.language_code IS 'ISO 639-1, empty where the name is used in all';

CREATE TABLE core.mention (
    article_version_id bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    start_char integer NOT NULL,
    end_char integer NOT NULL,
    sentence_ordinal integer,
    surface_text text NOT NULL,
    mention_type text NOT NULL,
    actor_id text,
    country_code text,
    role_code text,
    PRIMARY KEY (article_version_id, start_char, end_char, first_seen_at)
) PARTITION BY RANGE (first_seen_at);
COMMENT ON TABLE core.mention IS 'A name in an article and whom it names';
COMMENT ON COLUMN core.mention.article_version_id IS 'The article version';
COMMENT ON COLUMN core.mention.first_seen_at IS 'As the article''s; the partition key';
COMMENT ON COLUMN core.mention.start_char IS 'Offset of the first character';
COMMENT ON COLUMN core.mention.end_char IS 'Offset behind the last character';
COMMENT ON COLUMN core.mention.sentence_ordinal IS 'The sentence';
COMMENT ON COLUMN core.mention.surface_text IS 'The words';
COMMENT ON COLUMN core.mention.mention_type IS 'PER, ORG, GPE, LOC, FAC, NORP or WEAPON';
COMMENT ON COLUMN core.mention.actor_id IS 'Whom it names';
COMMENT ON COLUMN core.mention.country_code IS 'ISO 3166-1 alpha-3, as the context gives it';
COMMENT ON COLUMN core.mention.role_code IS 'PLOVER/CAMEO role, as the context gives it';
CREATE INDEX mention_actor ON core.mention (actor_id);

CREATE TABLE core.event (
    event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story_id bigint NOT NULL REFERENCES core.story (story_id),
    event_type text NOT NULL,
    source_actor_id text NOT NULL DEFAULT '',
    target_actor_id text NOT NULL DEFAULT '',
    source_country_code text,
    source_role_code text,
    target_country_code text,
    target_role_code text,
    quad_class_code integer NOT NULL,
    cameo_root_code text NOT NULL,
    intensity real NOT NULL,
    first_collected_at timestamptz NOT NULL,
    UNIQUE (story_id, event_type, source_actor_id, target_actor_id)
);
COMMENT ON TABLE core.event IS 'Who did what to whom: one row per story, type and pair of actors, however often it was told';
COMMENT ON COLUMN core.event.event_id IS 'Surrogate key';
COMMENT ON COLUMN core.event.story_id IS 'The story that tells it';
COMMENT ON COLUMN core.event.event_type IS 'PLOVER type, such as AGREE or ASSAULT';
COMMENT ON COLUMN core.event.source_actor_id IS 'Who does it; empty where unknown';
COMMENT ON COLUMN core.event.target_actor_id IS 'To whom; empty where unknown';
COMMENT ON COLUMN core.event.source_country_code IS 'ISO 3166-1 alpha-3 of the source';
COMMENT ON COLUMN core.event.source_role_code IS 'PLOVER/CAMEO role of the source';
COMMENT ON COLUMN core.event.target_country_code IS 'ISO 3166-1 alpha-3 of the target';
COMMENT ON COLUMN core.event.target_role_code IS 'PLOVER/CAMEO role of the target';
COMMENT ON COLUMN core.event.quad_class_code IS '1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict';
COMMENT ON COLUMN core.event.cameo_root_code IS 'CAMEO root of the type';
COMMENT ON COLUMN core.event.intensity IS '-10 (conflict) to 10 (cooperation), after Goldstein';
COMMENT ON COLUMN core.event.first_collected_at IS 'When its first evidence was collected';
CREATE INDEX event_dyad ON core.event (source_country_code, target_country_code);

CREATE TABLE core.event_evidence (
    event_evidence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES core.event (event_id),
    event_key text NOT NULL,
    article_id bigint NOT NULL REFERENCES core.article_key (article_id),
    article_version_id bigint NOT NULL,
    extractor_version_id bigint NOT NULL REFERENCES ops.extractor_version (extractor_version_id),
    is_current boolean NOT NULL,
    sentence_ordinal integer NOT NULL,
    start_char integer NOT NULL,
    end_char integer NOT NULL,
    trigger_start_char integer NOT NULL,
    trigger_end_char integer NOT NULL,
    mode_code text,
    context_code text,
    modality_type text NOT NULL,
    is_negated boolean NOT NULL,
    factuality_type text,
    attribution_source_text text,
    event_date date,
    date_precision_type text NOT NULL DEFAULT 'unknown',
    place_name text,
    confidence real NOT NULL,
    rule text NOT NULL,
    UNIQUE (article_version_id, extractor_version_id, event_key, start_char, trigger_start_char)
);
COMMENT ON TABLE core.event_evidence IS 'A clause in an article that tells an event';
COMMENT ON COLUMN core.event_evidence.event_evidence_id IS 'Surrogate key';
COMMENT ON COLUMN core.event_evidence.event_id IS 'The event';
COMMENT ON COLUMN core.event_evidence.event_key IS 'Deterministic key that survives re-extraction';
COMMENT ON COLUMN core.event_evidence.article_id IS 'The article';
COMMENT ON COLUMN core.event_evidence.article_version_id IS 'The version whose text the offsets mean';
COMMENT ON COLUMN core.event_evidence.extractor_version_id IS 'What coded it';
COMMENT ON COLUMN core.event_evidence.is_current IS 'True for the version that marts see';
COMMENT ON COLUMN core.event_evidence.sentence_ordinal IS 'The sentence';
COMMENT ON COLUMN core.event_evidence.start_char IS 'Offset of the clause';
COMMENT ON COLUMN core.event_evidence.end_char IS 'Offset behind the clause';
COMMENT ON COLUMN core.event_evidence.trigger_start_char IS 'Offset of the word that tells the event';
COMMENT ON COLUMN core.event_evidence.trigger_end_char IS 'Offset behind it';
COMMENT ON COLUMN core.event_evidence.mode_code IS 'PLOVER mode';
COMMENT ON COLUMN core.event_evidence.context_code IS 'PLOVER context';
COMMENT ON COLUMN core.event_evidence.modality_type IS 'asserted, alleged, denied, planned, hypothetical or historical';
COMMENT ON COLUMN core.event_evidence.is_negated IS 'True where the clause says that it did not happen';
COMMENT ON COLUMN core.event_evidence.factuality_type IS 'fact, counterfact or uncertain';
COMMENT ON COLUMN core.event_evidence.attribution_source_text IS 'Who says so';
COMMENT ON COLUMN core.event_evidence.event_date IS 'When it happened, where the text says';
COMMENT ON COLUMN core.event_evidence.date_precision_type IS 'day, week, month, year or unknown';
COMMENT ON COLUMN core.event_evidence.place_name IS 'Where, where the text says';
COMMENT ON COLUMN core.event_evidence.confidence IS '0 to 1, calibrated';
COMMENT ON COLUMN core.event_evidence.rule IS 'The rule that coded it';
CREATE INDEX event_evidence_event ON core.event_evidence (event_id);
CREATE INDEX event_evidence_article ON core.event_evidence (article_id) WHERE is_current;

CREATE TABLE core.weapon (
    weapon_id text PRIMARY KEY,
    designation text NOT NULL,
    category_code text NOT NULL,
    is_generic boolean NOT NULL
);
COMMENT ON TABLE core.weapon IS 'Weapon systems and generic terms of the catalog';
COMMENT ON COLUMN core.weapon.weapon_id IS 'Id in the catalog';
COMMENT ON COLUMN core.weapon.designation IS 'Name';
COMMENT ON COLUMN core.weapon.category_code IS 'Category in the terms of the SIPRI arms transfers register';
COMMENT ON COLUMN core.weapon.is_generic IS 'True for words such as "shells", false for a system';

CREATE TABLE core.claim (
    claim_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    claim_key text NOT NULL,
    article_id bigint NOT NULL REFERENCES core.article_key (article_id),
    article_version_id bigint NOT NULL,
    extractor_version_id bigint NOT NULL REFERENCES ops.extractor_version (extractor_version_id),
    is_current boolean NOT NULL,
    sentence_ordinal integer NOT NULL,
    start_char integer NOT NULL,
    end_char integer NOT NULL,
    weapon_start_char integer NOT NULL,
    weapon_end_char integer NOT NULL,
    supplier_start_char integer,
    supplier_end_char integer,
    recipient_start_char integer,
    recipient_end_char integer,
    supplier_codes text [] NOT NULL,
    recipient_codes text [] NOT NULL,
    intermediary_codes text [] NOT NULL,
    weapon_text text NOT NULL,
    designation text,
    category_code text NOT NULL,
    quantity_min double precision,
    quantity_max double precision,
    unit text,
    quantity_text text,
    period_text text,
    delivery_from_date date,
    delivery_to_date date,
    date_precision_type text NOT NULL DEFAULT 'unknown',
    deal_type text,
    claimant_text text NOT NULL,
    claimant_country_code text,
    claimant_class_type text,
    stance_type text NOT NULL,
    modality_type text NOT NULL,
    is_negated boolean NOT NULL,
    hedge_text text,
    evidence_scope_type text NOT NULL DEFAULT 'text',
    confidence real NOT NULL,
    rule text NOT NULL,
    UNIQUE (article_version_id, extractor_version_id, claim_key)
);
COMMENT ON TABLE core.claim IS 'Somebody states that weapons pass from a supplier to a recipient';
COMMENT ON COLUMN core.claim.claim_id IS 'Surrogate key';
COMMENT ON COLUMN core.claim.claim_key IS 'Deterministic key that survives re-extraction; corrections refer to it';
COMMENT ON COLUMN core.claim.article_id IS 'The article';
COMMENT ON COLUMN core.claim.article_version_id IS 'The version whose text the offsets mean';
COMMENT ON COLUMN core.claim.extractor_version_id IS 'What coded it';
COMMENT ON COLUMN core.claim.is_current IS 'True for the version that marts see';
COMMENT ON COLUMN core.claim.sentence_ordinal IS 'The sentence';
COMMENT ON COLUMN core.claim.start_char IS 'Offset of the claim''s clause';
COMMENT ON COLUMN core.claim.end_char IS 'Offset behind the clause';
COMMENT ON COLUMN core.claim.weapon_start_char IS 'Offset of the weapon''s words';
COMMENT ON COLUMN core.claim.weapon_end_char IS 'Offset behind them';
COMMENT ON COLUMN core.claim.supplier_start_char IS 'Offset of the words that name the supplier';
COMMENT ON COLUMN core.claim.supplier_end_char IS 'Offset behind them';
COMMENT ON COLUMN core.claim.recipient_start_char IS 'Offset of the words that name the recipient';
COMMENT ON COLUMN core.claim.recipient_end_char IS 'Offset behind them';
COMMENT ON COLUMN core.claim.supplier_codes IS 'ISO 3166-1 alpha-3, empty where unknown';
COMMENT ON COLUMN core.claim.recipient_codes IS 'ISO 3166-1 alpha-3, empty where unknown';
COMMENT ON COLUMN core.claim.intermediary_codes IS 'ISO 3166-1 alpha-3 of states passed through';
COMMENT ON COLUMN core.claim.weapon_text IS 'The words for the weapon, without the number';
COMMENT ON COLUMN core.claim.designation IS 'Name of the weapon system in the catalog';
COMMENT ON COLUMN core.claim.category_code IS 'Category in the terms of the SIPRI arms transfers register';
COMMENT ON COLUMN core.claim.quantity_min IS 'At least so many';
COMMENT ON COLUMN core.claim.quantity_max IS 'At most so many';
COMMENT ON COLUMN core.claim.unit IS 'What is counted: pieces, containers, tons, shells/month';
COMMENT ON COLUMN core.claim.quantity_text IS 'The words for the quantity';
COMMENT ON COLUMN core.claim.period_text IS 'The words for the time of the transfer';
COMMENT ON COLUMN core.claim.delivery_from_date IS 'First day of that time';
COMMENT ON COLUMN core.claim.delivery_to_date IS 'Last day of that time';
COMMENT ON COLUMN core.claim.date_precision_type IS 'day, week, month, year or unknown';
COMMENT ON COLUMN core.claim.deal_type IS 'sale, aid, licence, upgrade, smuggling or interception';
COMMENT ON COLUMN core.claim.claimant_text IS 'Who vouches, in the words of the text, or "outlet"';
COMMENT ON COLUMN core.claim.claimant_country_code IS 'ISO 3166-1 alpha-3 of the claimant';
COMMENT ON COLUMN core.claim.claimant_class_type IS 'party, state, igo, court, research, firm, unnamed_official or outlet';
COMMENT ON COLUMN core.claim.stance_type IS 'alleges, confirms, denies or retracts';
COMMENT ON COLUMN core.claim.modality_type IS 'asserted, planned, hypothetical or past';
COMMENT ON COLUMN core.claim.is_negated IS 'True for denials, refusals and cancelled deliveries';
COMMENT ON COLUMN core.claim.hedge_text IS 'Words such as "reportedly"';
COMMENT ON COLUMN core.claim.evidence_scope_type IS 'text, summary or headline';
COMMENT ON COLUMN core.claim.confidence IS '0 to 1, calibrated';
COMMENT ON COLUMN core.claim.rule IS 'The rule that coded it';
CREATE INDEX claim_article ON core.claim (article_id) WHERE is_current;
CREATE INDEX claim_key_index ON core.claim (claim_key);

CREATE TABLE core.topic (
    topic_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_key text NOT NULL UNIQUE,
    title text NOT NULL,
    definition jsonb NOT NULL,
    definition_sha256 text NOT NULL,
    changed_at timestamptz NOT NULL
);
COMMENT ON TABLE core.topic IS 'A topic of the catalog';
COMMENT ON COLUMN core.topic.topic_id IS 'Surrogate key';
COMMENT ON COLUMN core.topic.topic_key IS 'Key in the catalog, such as dprk_arms_transfers';
COMMENT ON COLUMN core.topic.title IS 'Title';
COMMENT ON COLUMN core.topic.definition IS 'The topic as the catalog defines it';
COMMENT ON COLUMN core.topic.definition_sha256 IS 'Hash of the definition; a change makes every day of the topic dirty';
COMMENT ON COLUMN core.topic.changed_at IS 'When the definition changed last';

CREATE TABLE core.topic_panel (
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    source_id bigint NOT NULL REFERENCES core.source (source_id),
    from_date date NOT NULL,
    to_date date NOT NULL,
    PRIMARY KEY (topic_id, source_id, from_date)
);
COMMENT ON TABLE core.topic_panel IS 'The sources in whose articles a topic''s share is counted; a topic without a panel counts all';
COMMENT ON COLUMN core.topic_panel.topic_id IS 'The topic';
COMMENT ON COLUMN core.topic_panel.source_id IS 'The source';
COMMENT ON COLUMN core.topic_panel.from_date IS 'First day on which it is in the panel';
COMMENT ON COLUMN core.topic_panel.to_date IS 'Last day, infinity while it is';

CREATE TABLE core.article_topic (
    article_id bigint NOT NULL REFERENCES core.article_key (article_id),
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    matched_by text [] NOT NULL,
    matched_at timestamptz NOT NULL,
    PRIMARY KEY (topic_id, article_id)
);
COMMENT ON TABLE core.article_topic IS 'Articles that match a topic';
COMMENT ON COLUMN core.article_topic.article_id IS 'The article';
COMMENT ON COLUMN core.article_topic.topic_id IS 'The topic';
COMMENT ON COLUMN core.article_topic.matched_by IS 'What matched: dyad, event, frame or term';
COMMENT ON COLUMN core.article_topic.matched_at IS 'When';
CREATE INDEX article_topic_article ON core.article_topic (article_id);

CREATE TABLE core.correction (
    correction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target_type text NOT NULL CHECK (target_type IN ('claim', 'event')),
    target_key text NOT NULL,
    field text NOT NULL,
    old_value text,
    new_value text,
    reason text NOT NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE core.correction IS 'What a person corrected; survives re-extraction';
COMMENT ON COLUMN core.correction.correction_id IS 'Surrogate key';
COMMENT ON COLUMN core.correction.target_type IS 'claim or event';
COMMENT ON COLUMN core.correction.target_key IS 'claim_key or event_key';
COMMENT ON COLUMN core.correction.field IS 'The field';
COMMENT ON COLUMN core.correction.old_value IS 'Value before';
COMMENT ON COLUMN core.correction.new_value IS 'Value after';
COMMENT ON COLUMN core.correction.reason IS 'Why';
COMMENT ON COLUMN core.correction.author IS 'Who';
COMMENT ON COLUMN core.correction.created_at IS 'When';
CREATE INDEX correction_target ON core.correction (target_type, target_key);
GRANT INSERT ON core.correction TO wirewatch_web;

-- partitions ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION ops.ensure_partitions(for_time timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
-- Creates the partitions of the month of for_time and of the month after it, where they are missing; returns how many.
DECLARE
    parent record;
    month_start timestamptz;
    partition_name text;
    created integer := 0;
BEGIN
    FOR month_start IN
        SELECT date_trunc('month', for_time, 'UTC') + make_interval(months => n) FROM generate_series(0, 1) AS n
    LOOP
        FOR parent IN
            SELECT n.nspname, c.relname
            FROM pg_partitioned_table AS p
            INNER JOIN pg_class AS c ON c.oid = p.partrelid
            INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('raw', 'core')
            ORDER BY n.nspname, c.relname
        LOOP
            partition_name := parent.relname || to_char(month_start AT TIME ZONE 'UTC', '"_"YYYY"_"MM');
            IF to_regclass(format('%I.%I', parent.nspname, partition_name)) IS NULL THEN
                PERFORM pg_advisory_xact_lock(hashtext('wirewatch partitions'));
                IF to_regclass(format('%I.%I', parent.nspname, partition_name)) IS NULL THEN
                    EXECUTE format(
                        'CREATE TABLE %I.%I PARTITION OF %I.%I FOR VALUES FROM (%L) TO (%L)',
                        parent.nspname, partition_name, parent.nspname, parent.relname,
                        month_start, date_trunc('month', month_start + interval '32 days', 'UTC')
                    );
                    created := created + 1;
                END IF;
            END IF;
        END LOOP;
    END LOOP;
    RETURN created;
END $$;
REVOKE ALL ON FUNCTION ops.ensure_partitions(timestamptz) FROM public;
GRANT EXECUTE ON FUNCTION ops.ensure_partitions(timestamptz) TO wirewatch_writer;
COMMENT ON FUNCTION ops.ensure_partitions(timestamptz) IS 'Creates the monthly partitions around a time where they are missing';

