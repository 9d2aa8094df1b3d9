-- The marts: what analysts query. Views where the answer is cheap, tables where it is not; sql/marts/ refreshes the tables.

CREATE VIEW mart.dim_date AS
SELECT
    day::date AS day_date,
    extract(ISOYEAR FROM day)::integer AS iso_year,
    extract(WEEK FROM day)::integer AS iso_week,
    date_trunc('week', day)::date AS week_date,
    date_trunc('month', day)::date AS month_date,
    extract(ISODOW FROM day)::integer AS iso_weekday
FROM generate_series(
    coalesce((SELECT min(effective_date) FROM core.article WHERE is_current), current_date)::timestamp,
    (date_trunc('month', current_date) + interval '1 month - 1 day')::timestamp,
    interval '1 day'
) AS series (day);
COMMENT ON VIEW mart.dim_date IS 'One row per day, from the first article or poll to the end of the present month';
COMMENT ON COLUMN mart.dim_date.day_date IS 'The day';
COMMENT ON COLUMN mart.dim_date.iso_year IS 'Year of the ISO week';
COMMENT ON COLUMN mart.dim_date.iso_week IS 'ISO week, 1 to 53';
COMMENT ON COLUMN mart.dim_date.week_date IS 'Monday of the week';
COMMENT ON COLUMN mart.dim_date.month_date IS 'First day of the month';
COMMENT ON COLUMN mart.dim_date.iso_weekday IS '1 Monday to 7 Sunday';

CREATE VIEW mart.dim_source AS
SELECT
    source_id,
    domain,
    name,
    owner_group,
    country_code,
    language_code,
    reliability_type,
    is_sample
FROM core.source;
COMMENT ON VIEW mart.dim_source IS 'One row per source';
COMMENT ON COLUMN mart.dim_source.source_id IS 'Surrogate key';
COMMENT ON COLUMN mart.dim_source.domain IS 'Host name of the outlet';
COMMENT ON COLUMN mart.dim_source.name IS 'Name as the outlet writes it';
COMMENT ON COLUMN mart.dim_source.owner_group IS 'Who owns the outlet';
COMMENT ON COLUMN mart.dim_source.country_code IS 'ISO 3166-1 alpha-3';
COMMENT ON COLUMN mart.dim_source.language_code IS 'ISO 639-1';
COMMENT ON COLUMN mart.dim_source.reliability_type IS 'Class of the outlet, such as agency or state_media';
COMMENT ON COLUMN mart.dim_source.is_sample IS 'True for the fictional outlets of the demo';

CREATE VIEW mart.dim_actor AS
SELECT
    actor_id,
    name,
    actor_type,
    country_code,
    role_code,
    wikidata_id,
    is_resolved
FROM core.actor;
COMMENT ON VIEW mart.dim_actor IS 'One row per actor';
COMMENT ON COLUMN mart.dim_actor.actor_id IS 'Id in the registry, or a normalised name';
COMMENT ON COLUMN mart.dim_actor.name IS 'Name in English, or as found';
COMMENT ON COLUMN mart.dim_actor.actor_type IS 'state, organisation, person or group';
COMMENT ON COLUMN mart.dim_actor.country_code IS 'ISO 3166-1 alpha-3';
COMMENT ON COLUMN mart.dim_actor.role_code IS 'PLOVER/CAMEO role';
COMMENT ON COLUMN mart.dim_actor.wikidata_id IS 'Wikidata Q number';
COMMENT ON COLUMN mart.dim_actor.is_resolved IS 'False for names that the registry does not know';

CREATE VIEW mart.dim_topic AS
SELECT
    topic_id,
    topic_key,
    title,
    definition,
    changed_at
FROM core.topic;
COMMENT ON VIEW mart.dim_topic IS 'One row per topic';
COMMENT ON COLUMN mart.dim_topic.topic_id IS 'Surrogate key';
COMMENT ON COLUMN mart.dim_topic.topic_key IS 'Key in the catalog';
COMMENT ON COLUMN mart.dim_topic.title IS 'Title';
COMMENT ON COLUMN mart.dim_topic.definition IS 'The topic as the catalog defines it';
COMMENT ON COLUMN mart.dim_topic.changed_at IS 'When the definition changed last';

CREATE TABLE mart.feed_day (
    feed_id bigint NOT NULL,
    source_id bigint NOT NULL REFERENCES core.source (source_id),
    day_date date NOT NULL,
    is_covered boolean NOT NULL,
    gap_reason text,
    good_poll_count integer NOT NULL,
    failed_poll_count integer NOT NULL,
    item_count integer NOT NULL,
    expected_item_count double precision,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (feed_id, day_date)
);
COMMENT ON TABLE mart.feed_day IS 'One row per feed and UTC day: was the day covered by good polls?';
COMMENT ON COLUMN mart.feed_day.feed_id IS 'The feed';
COMMENT ON COLUMN mart.feed_day.source_id IS 'Its source';
COMMENT ON COLUMN mart.feed_day.day_date IS 'The day';
COMMENT ON COLUMN mart.feed_day.is_covered IS 'True where good polls, overlapping each other, cover the day (or the part of it that is over)';
COMMENT ON COLUMN mart.feed_day.gap_reason IS 'Why not, in words; null where it is covered';
COMMENT ON COLUMN mart.feed_day.good_poll_count IS 'Polls of the day that brought a document or "not modified"';
COMMENT ON COLUMN mart.feed_day.failed_poll_count IS 'Polls of the day that failed';
COMMENT ON COLUMN mart.feed_day.item_count IS 'Items first seen on the day';
COMMENT ON COLUMN mart.feed_day.expected_item_count IS 'Median of the items of the same weekday in the 8 weeks before; of all days where there are fewer than 3 such days';
COMMENT ON COLUMN mart.feed_day.computed_at IS 'When the row was computed';
CREATE INDEX feed_day_day ON mart.feed_day (day_date);

CREATE TABLE mart.source_day (
    source_id bigint NOT NULL REFERENCES core.source (source_id),
    day_date date NOT NULL,
    is_gap boolean NOT NULL,
    gap_reason text,
    basis_type text,
    feed_count integer NOT NULL,
    live_feed_count integer NOT NULL,
    article_count integer,
    partial_count integer,
    refused_count integer,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, day_date)
);
COMMENT ON TABLE mart.source_day IS 'One row per source and UTC day: what was collected, and whether the day is a gap';
COMMENT ON COLUMN mart.source_day.source_id IS 'The source';
COMMENT ON COLUMN mart.source_day.day_date IS 'The day';
COMMENT ON COLUMN mart.source_day.is_gap IS 'True where the day was not collected';
COMMENT ON COLUMN mart.source_day.gap_reason IS 'Why, in words';
COMMENT ON COLUMN mart.source_day.basis_type IS 'poll or import: what says that the day was collected; null for a gap';
COMMENT ON COLUMN mart.source_day.feed_count IS 'Feeds of the source that should have been polled';
COMMENT ON COLUMN mart.source_day.live_feed_count IS 'Feeds whose good polls cover the day';
COMMENT ON COLUMN mart.source_day.article_count IS 'Articles of the day; null for a gap';
COMMENT ON COLUMN mart.source_day.partial_count IS 'Of these, summaries only; null for a gap';
COMMENT ON COLUMN mart.source_day.refused_count IS 'Pages of the day that were no articles; null for a gap';
COMMENT ON COLUMN mart.source_day.computed_at IS 'When the row was computed';
CREATE INDEX source_day_day ON mart.source_day (day_date);

CREATE TABLE mart.topic_day (
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    day_date date NOT NULL,
    total_count integer,
    article_count integer,
    story_count integer,
    owner_count integer,
    origin_count integer,
    event_count integer,
    claim_count integer,
    other_language_count integer,
    share double precision,
    live_feed_count integer NOT NULL,
    feed_count integer NOT NULL,
    completeness double precision,
    is_gap boolean NOT NULL,
    gap_reason text,
    is_open boolean NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (topic_id, day_date)
);
COMMENT ON TABLE mart.topic_day IS 'One row per topic and UTC day';
COMMENT ON COLUMN mart.topic_day.topic_id IS 'The topic';
COMMENT ON COLUMN mart.topic_day.day_date IS 'The day: UTC date of the article''s credible publication date, else of its collection';
COMMENT ON COLUMN mart.topic_day.total_count IS 'Articles of the topic''s panel in languages that the coder codes; null on a gap day';
COMMENT ON COLUMN mart.topic_day.article_count IS 'Of these, articles that match the topic; null on a gap day';
COMMENT ON COLUMN mart.topic_day.story_count IS 'Different stories among the matching; null on a gap day';
COMMENT ON COLUMN mart.topic_day.owner_count IS 'Different owner groups among the matching; null on a gap day';
COMMENT ON COLUMN mart.topic_day.origin_count IS 'Different origins (wire agency, else owner group) among the matching; null on a gap day';
COMMENT ON COLUMN mart.topic_day.event_count IS 'Different events told in the matching; null on a gap day';
COMMENT ON COLUMN mart.topic_day.claim_count IS 'Claims of arms transfers made in the matching; null on a gap day';
COMMENT ON COLUMN mart.topic_day.other_language_count IS 'Articles of the panel in languages that are not coded; null on a gap day';
COMMENT ON COLUMN mart.topic_day.share IS 'article_count / total_count; null on a gap day or where there is no article';
COMMENT ON COLUMN mart.topic_day.live_feed_count IS 'Feeds of the panel whose good polls cover the day';
COMMENT ON COLUMN mart.topic_day.feed_count IS 'Feeds of the panel';
COMMENT ON COLUMN mart.topic_day.completeness IS 'Expected items of the live feeds / expected items of all feeds of the panel';
COMMENT ON COLUMN mart.topic_day.is_gap IS 'True where completeness is under one half';
COMMENT ON COLUMN mart.topic_day.gap_reason IS 'Why, in words';
COMMENT ON COLUMN mart.topic_day.is_open IS 'True while the day is not over';
COMMENT ON COLUMN mart.topic_day.computed_at IS 'When the row was computed';

CREATE TABLE mart.topic_day_revision (
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    day_date date NOT NULL,
    computed_at timestamptz NOT NULL,
    total_count integer,
    article_count integer,
    story_count integer,
    owner_count integer,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (topic_id, day_date, computed_at)
);
COMMENT ON TABLE mart.topic_day_revision IS 'Earlier values of a day that was over and changed afterwards, through late arrivals or re-extraction';
COMMENT ON COLUMN mart.topic_day_revision.topic_id IS 'The topic';
COMMENT ON COLUMN mart.topic_day_revision.day_date IS 'The day';
COMMENT ON COLUMN mart.topic_day_revision.computed_at IS 'When the earlier value was computed';
COMMENT ON COLUMN mart.topic_day_revision.total_count IS 'Total then';
COMMENT ON COLUMN mart.topic_day_revision.article_count IS 'Matching articles then';
COMMENT ON COLUMN mart.topic_day_revision.story_count IS 'Stories then';
COMMENT ON COLUMN mart.topic_day_revision.owner_count IS 'Owner groups then';
COMMENT ON COLUMN mart.topic_day_revision.replaced_at IS 'When it was replaced';

CREATE TABLE mart.dyad_week (
    week_date date NOT NULL,
    source_country_code text NOT NULL,
    target_country_code text NOT NULL,
    event_count integer NOT NULL,
    story_count integer NOT NULL,
    report_count integer NOT NULL,
    origin_count integer NOT NULL,
    mean_intensity double precision NOT NULL,
    verbal_cooperation_count integer NOT NULL,
    material_cooperation_count integer NOT NULL,
    verbal_conflict_count integer NOT NULL,
    material_conflict_count integer NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (week_date, source_country_code, target_country_code)
);
COMMENT ON TABLE mart.dyad_week IS 'One row per ISO week, source country and target country: events between them';
COMMENT ON COLUMN mart.dyad_week.week_date IS 'Monday of the week';
COMMENT ON COLUMN mart.dyad_week.source_country_code IS 'ISO 3166-1 alpha-3 of who acts';
COMMENT ON COLUMN mart.dyad_week.target_country_code IS 'ISO 3166-1 alpha-3 of who is acted upon';
COMMENT ON COLUMN mart.dyad_week.event_count IS 'Different events that are not negated, denied, planned or hypothetical';
COMMENT ON COLUMN mart.dyad_week.story_count IS 'Different stories that tell them';
COMMENT ON COLUMN mart.dyad_week.report_count IS 'Articles that tell them, copies included';
COMMENT ON COLUMN mart.dyad_week.origin_count IS 'Independent origins that tell them';
COMMENT ON COLUMN mart.dyad_week.mean_intensity IS 'Mean intensity of the events, -10 to 10';
COMMENT ON COLUMN mart.dyad_week.verbal_cooperation_count IS 'Events of quad class 1';
COMMENT ON COLUMN mart.dyad_week.material_cooperation_count IS 'Events of quad class 2';
COMMENT ON COLUMN mart.dyad_week.verbal_conflict_count IS 'Events of quad class 3';
COMMENT ON COLUMN mart.dyad_week.material_conflict_count IS 'Events of quad class 4';
COMMENT ON COLUMN mart.dyad_week.computed_at IS 'When the row was computed';

CREATE TABLE mart.transfer_ledger (
    transfer_key text PRIMARY KEY,
    supplier_code text,
    recipient_code text,
    weapon text NOT NULL,
    designation text,
    category_code text NOT NULL,
    status_type text NOT NULL,
    stage_type text,
    has_party_denial boolean NOT NULL,
    number_ordered_min double precision,
    number_ordered_max double precision,
    number_ordered_unit text,
    number_ordered_texts text [] NOT NULL,
    number_delivered_min double precision,
    number_delivered_max double precision,
    number_delivered_unit text,
    number_delivered_texts text [] NOT NULL,
    order_year integer,
    delivery_from_date date,
    delivery_to_date date,
    date_precision_type text NOT NULL,
    deal_type text,
    intermediary_codes text [] NOT NULL,
    claim_count integer NOT NULL,
    owner_count integer NOT NULL,
    origin_count integer NOT NULL,
    claimant_class_counts jsonb NOT NULL,
    first_claim_date date,
    last_claim_date date,
    computed_at timestamptz NOT NULL
);
COMMENT ON TABLE mart.transfer_ledger IS 'One row per supplier, recipient, weapon and delivery episode, derived from claims by docs/ledger_rules.md';
COMMENT ON COLUMN mart.transfer_ledger.transfer_key IS 'Deterministic key of the row';
COMMENT ON COLUMN mart.transfer_ledger.supplier_code IS 'ISO 3166-1 alpha-3, null where unknown';
COMMENT ON COLUMN mart.transfer_ledger.recipient_code IS 'ISO 3166-1 alpha-3, null where unknown';
COMMENT ON COLUMN mart.transfer_ledger.weapon IS 'Designation, else the most frequent words';
COMMENT ON COLUMN mart.transfer_ledger.designation IS 'Name of the weapon system, where the claims name one';
COMMENT ON COLUMN mart.transfer_ledger.category_code IS 'Category in the terms of the SIPRI arms transfers register';
COMMENT ON COLUMN mart.transfer_ledger.status_type IS 'confirmed, disputed, alleged, denied or retracted';
COMMENT ON COLUMN mart.transfer_ledger.stage_type IS 'How far the transfer is said to have come, such as ordered or delivered';
COMMENT ON COLUMN mart.transfer_ledger.has_party_denial IS 'True where a party to the transfer denies it';
COMMENT ON COLUMN mart.transfer_ledger.number_ordered_min IS 'Ordered, at least';
COMMENT ON COLUMN mart.transfer_ledger.number_ordered_max IS 'Ordered, at most';
COMMENT ON COLUMN mart.transfer_ledger.number_ordered_unit IS 'What is counted in number_ordered';
COMMENT ON COLUMN mart.transfer_ledger.number_ordered_texts IS 'The words on which number_ordered rests';
COMMENT ON COLUMN mart.transfer_ledger.number_delivered_min IS 'Delivered, at least';
COMMENT ON COLUMN mart.transfer_ledger.number_delivered_max IS 'Delivered, at most';
COMMENT ON COLUMN mart.transfer_ledger.number_delivered_unit IS 'What is counted in number_delivered';
COMMENT ON COLUMN mart.transfer_ledger.number_delivered_texts IS 'The words on which number_delivered rests';
COMMENT ON COLUMN mart.transfer_ledger.order_year IS 'Year of the order, where claimed';
COMMENT ON COLUMN mart.transfer_ledger.delivery_from_date IS 'First day of the deliveries, as far as claimed';
COMMENT ON COLUMN mart.transfer_ledger.delivery_to_date IS 'Last day of the deliveries, as far as claimed';
COMMENT ON COLUMN mart.transfer_ledger.date_precision_type IS 'day, week, month, year or unknown';
COMMENT ON COLUMN mart.transfer_ledger.deal_type IS 'sale, aid, licence, upgrade, smuggling or interception';
COMMENT ON COLUMN mart.transfer_ledger.intermediary_codes IS 'ISO 3166-1 alpha-3 of states passed through';
COMMENT ON COLUMN mart.transfer_ledger.claim_count IS 'Claims on which the row rests';
COMMENT ON COLUMN mart.transfer_ledger.owner_count IS 'Owner groups that print them';
COMMENT ON COLUMN mart.transfer_ledger.origin_count IS 'Independent origins of them';
COMMENT ON COLUMN mart.transfer_ledger.claimant_class_counts IS 'Claims by class of claimant';
COMMENT ON COLUMN mart.transfer_ledger.first_claim_date IS 'Day of the earliest article that makes a claim';
COMMENT ON COLUMN mart.transfer_ledger.last_claim_date IS 'Day of the latest';
COMMENT ON COLUMN mart.transfer_ledger.computed_at IS 'When the row was computed';
CREATE INDEX transfer_ledger_parties ON mart.transfer_ledger (supplier_code, recipient_code);

CREATE TABLE mart.transfer_ledger_claim (
    transfer_key text NOT NULL REFERENCES mart.transfer_ledger (transfer_key) ON DELETE CASCADE,
    claim_key text NOT NULL,
    link_type text NOT NULL,
    PRIMARY KEY (transfer_key, claim_key)
);
COMMENT ON TABLE mart.transfer_ledger_claim IS 'Which claims a row of the ledger rests on';
COMMENT ON COLUMN mart.transfer_ledger_claim.transfer_key IS 'The row';
COMMENT ON COLUMN mart.transfer_ledger_claim.claim_key IS 'The claim';
COMMENT ON COLUMN mart.transfer_ledger_claim.link_type IS 'claim (the row is made of it) or general_denial (a party''s denial of all such transfers, which covers the row)';
CREATE INDEX transfer_ledger_claim_key ON mart.transfer_ledger_claim (claim_key);

CREATE VIEW mart.claim_evidence AS
SELECT
    claim.claim_key,
    claim.claim_id,
    claim.article_id,
    page_key.canonical_url AS url,
    source.name AS source_name,
    source.domain AS source_domain,
    source.owner_group,
    source.is_sample,
    article.title,
    article.published_at,
    article.effective_date,
    page_version_key.fetched_at,
    page_version_key.body_sha256 AS page_sha256,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text,
    substr(article.text, claim.start_char + 1, claim.end_char - claim.start_char) AS claim_text,
    sentence.start_char AS sentence_start_char,
    sentence.end_char AS sentence_end_char,
    claim.start_char,
    claim.end_char,
    claim.supplier_codes,
    claim.recipient_codes,
    claim.weapon_text,
    claim.designation,
    claim.category_code,
    claim.quantity_min,
    claim.quantity_max,
    claim.unit,
    claim.quantity_text,
    claim.claimant_text,
    claim.claimant_country_code,
    claim.claimant_class_type,
    claim.stance_type,
    claim.modality_type,
    claim.is_negated,
    claim.hedge_text,
    claim.confidence,
    claim.rule,
    story_article.relation_type,
    story_article.origin,
    extract_version.version AS extract_version,
    extract_version.rules_sha256 AS extract_rules_sha256,
    annotate_version.version AS annotate_version,
    annotate_version.model AS annotate_model,
    annotate_version.rules_sha256 AS annotate_rules_sha256
FROM core.claim
INNER JOIN core.article ON claim.article_version_id = article.article_version_id
INNER JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
        AND claim.sentence_ordinal = sentence.ordinal
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN core.article_key ON article.article_id = article_key.article_id
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id
INNER JOIN raw.page_version_key ON article.page_version_id = page_version_key.page_version_id
INNER JOIN ops.extractor_version AS extract_version ON article.extractor_version_id = extract_version.extractor_version_id
INNER JOIN ops.extractor_version AS annotate_version ON claim.extractor_version_id = annotate_version.extractor_version_id
LEFT JOIN core.story_article ON claim.article_id = story_article.article_id
WHERE claim.is_current;
COMMENT ON VIEW mart.claim_evidence IS 'One row per current claim with its sentence, source, archived page and versions';
COMMENT ON COLUMN mart.claim_evidence.claim_key IS 'Deterministic key of the claim';
COMMENT ON COLUMN mart.claim_evidence.claim_id IS 'Surrogate key of the claim';
COMMENT ON COLUMN mart.claim_evidence.article_id IS 'The article';
COMMENT ON COLUMN mart.claim_evidence.url IS 'Address of the article';
COMMENT ON COLUMN mart.claim_evidence.source_name IS 'The outlet';
COMMENT ON COLUMN mart.claim_evidence.source_domain IS 'Its host name';
COMMENT ON COLUMN mart.claim_evidence.owner_group IS 'Who owns the outlet';
COMMENT ON COLUMN mart.claim_evidence.is_sample IS 'True for the fictional outlets of the demo';
COMMENT ON COLUMN mart.claim_evidence.title IS 'Title of the article';
COMMENT ON COLUMN mart.claim_evidence.published_at IS 'Publication, where credible';
COMMENT ON COLUMN mart.claim_evidence.effective_date IS 'The article''s day in UTC';
COMMENT ON COLUMN mart.claim_evidence.fetched_at IS 'When the page was fetched';
COMMENT ON COLUMN mart.claim_evidence.page_sha256 IS 'SHA-256 of the page as it came';
COMMENT ON COLUMN mart.claim_evidence.sentence_text IS 'The sentence';
COMMENT ON COLUMN mart.claim_evidence.claim_text IS 'The claim''s clause within the sentence';
COMMENT ON COLUMN mart.claim_evidence.sentence_start_char IS 'Offset of the sentence in the article''s text';
COMMENT ON COLUMN mart.claim_evidence.sentence_end_char IS 'Offset behind the sentence';
COMMENT ON COLUMN mart.claim_evidence.start_char IS 'Offset of the clause';
COMMENT ON COLUMN mart.claim_evidence.end_char IS 'Offset behind the clause';
COMMENT ON COLUMN mart.claim_evidence.supplier_codes IS 'ISO 3166-1 alpha-3, empty where unknown';
COMMENT ON COLUMN mart.claim_evidence.recipient_codes IS 'ISO 3166-1 alpha-3, empty where unknown';
COMMENT ON COLUMN mart.claim_evidence.weapon_text IS 'The words for the weapon';
COMMENT ON COLUMN mart.claim_evidence.designation IS 'Name of the weapon system in the catalog';
COMMENT ON COLUMN mart.claim_evidence.category_code IS 'SIPRI category';
COMMENT ON COLUMN mart.claim_evidence.quantity_min IS 'At least so many';
COMMENT ON COLUMN mart.claim_evidence.quantity_max IS 'At most so many';
COMMENT ON COLUMN mart.claim_evidence.unit IS 'What is counted';
COMMENT ON COLUMN mart.claim_evidence.quantity_text IS 'The words for the quantity';
COMMENT ON COLUMN mart.claim_evidence.claimant_text IS 'Who vouches';
COMMENT ON COLUMN mart.claim_evidence.claimant_country_code IS 'Country of the claimant';
COMMENT ON COLUMN mart.claim_evidence.claimant_class_type IS 'Class of the claimant';
COMMENT ON COLUMN mart.claim_evidence.stance_type IS 'alleges, confirms, denies or retracts';
COMMENT ON COLUMN mart.claim_evidence.modality_type IS 'asserted, planned, hypothetical or past';
COMMENT ON COLUMN mart.claim_evidence.is_negated IS 'True for denials';
COMMENT ON COLUMN mart.claim_evidence.hedge_text IS 'Words such as "reportedly"';
COMMENT ON COLUMN mart.claim_evidence.confidence IS '0 to 1';
COMMENT ON COLUMN mart.claim_evidence.rule IS 'The rule that coded it';
COMMENT ON COLUMN mart.claim_evidence.relation_type IS 'Place of the article in its story';
COMMENT ON COLUMN mart.claim_evidence.origin IS 'Independent origin of the article';
COMMENT ON COLUMN mart.claim_evidence.extract_version IS 'Version that read the text out of the page';
COMMENT ON COLUMN mart.claim_evidence.extract_rules_sha256 IS 'Its rules';
COMMENT ON COLUMN mart.claim_evidence.annotate_version IS 'Version that coded the claim';
COMMENT ON COLUMN mart.claim_evidence.annotate_model IS 'Its model';
COMMENT ON COLUMN mart.claim_evidence.annotate_rules_sha256 IS 'Its rules';


CREATE VIEW mart.feed_health AS
SELECT
    feed.feed_id,
    source.name AS source_name,
    source.country_code,
    source.language_code,
    feed.url,
    feed.state_code,
    feed.disabled_reason,
    feed.is_verified,
    feed.failure_count,
    feed.last_reason,
    feed.last_poll_at,
    feed.last_success_at,
    feed.next_poll_at,
    (SELECT count(*) FROM raw.feed_item_key WHERE feed_item_key.feed_id = feed.feed_id) AS item_count
FROM raw.feed
INNER JOIN core.source ON feed.source_id = source.source_id;
COMMENT ON VIEW mart.feed_health IS 'One row per feed: its state, the reason in words, its last good poll';
COMMENT ON COLUMN mart.feed_health.feed_id IS 'Surrogate key';
COMMENT ON COLUMN mart.feed_health.source_name IS 'The outlet';
COMMENT ON COLUMN mart.feed_health.country_code IS 'ISO 3166-1 alpha-3 of the outlet';
COMMENT ON COLUMN mart.feed_health.language_code IS 'ISO 639-1 of the outlet';
COMMENT ON COLUMN mart.feed_health.url IS 'The address that is polled';
COMMENT ON COLUMN mart.feed_health.state_code IS 'active or disabled';
COMMENT ON COLUMN mart.feed_health.disabled_reason IS 'Why it is disabled';
COMMENT ON COLUMN mart.feed_health.is_verified IS 'True from its first good poll on';
COMMENT ON COLUMN mart.feed_health.failure_count IS 'Polls without success in a row';
COMMENT ON COLUMN mart.feed_health.last_reason IS 'What the last poll saw and what follows';
COMMENT ON COLUMN mart.feed_health.last_poll_at IS 'The last poll';
COMMENT ON COLUMN mart.feed_health.last_success_at IS 'The last good poll';
COMMENT ON COLUMN mart.feed_health.next_poll_at IS 'When it is due';
COMMENT ON COLUMN mart.feed_health.item_count IS 'Items that it has brought';

