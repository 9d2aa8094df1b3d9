-- Corrections that reach the marts, the life of alerts, changes of the ledger, and counts by the day of the event.

-- Corrections ---------------------------------------------------------------------------------------------------------
-- A correction names a claim by its key. It also keeps the article and the words that the claim stood on, so that it can be
-- carried over to the claim that another version of the rules makes of the same words.

ALTER TABLE core.correction
ADD COLUMN article_id bigint,
ADD COLUMN sentence_text text,
ADD COLUMN weapon_text text;
COMMENT ON COLUMN core.correction.article_id IS 'The article of the claim at that time';
COMMENT ON COLUMN core.correction.sentence_text IS 'The sentence of the claim at that time';
COMMENT ON COLUMN core.correction.weapon_text IS 'The words for the weapon at that time, as the coder read them';

CREATE TABLE core.correction_carry (
    correction_id bigint PRIMARY KEY REFERENCES core.correction (correction_id),
    claim_key text NOT NULL,
    carried_at timestamptz NOT NULL
);
COMMENT ON TABLE core.correction_carry IS 'Corrections whose claim has another key since a re-extraction';
COMMENT ON COLUMN core.correction_carry.correction_id IS 'The correction';
COMMENT ON COLUMN core.correction_carry.claim_key IS 'The claim that it holds for now: same article, sentence and weapon';
COMMENT ON COLUMN core.correction_carry.carried_at IS 'When it was carried over';

CREATE FUNCTION core.anchor_correction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
-- Keeps the words that a corrected claim stands on, and marks the day of its article, so that the marts follow.
DECLARE
    day_date date;
BEGIN
    SELECT
        claim.article_id,
        claim.weapon_text,
        substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char),
        article.effective_date
    INTO new.article_id, new.weapon_text, new.sentence_text, day_date
    FROM core.claim
    INNER JOIN core.article ON claim.article_version_id = article.article_version_id
    LEFT JOIN core.sentence
        ON
            article.article_version_id = sentence.article_version_id
            AND article.first_seen_at = sentence.first_seen_at
            AND claim.sentence_ordinal = sentence.ordinal
    WHERE claim.is_current AND claim.claim_key = new.target_key
    LIMIT 1;
    IF day_date IS NOT NULL THEN
        INSERT INTO ops.dirty_day (day_date, marked_at) VALUES (day_date, new.created_at)
        ON CONFLICT ON CONSTRAINT dirty_day_pkey DO UPDATE SET marked_at = greatest(dirty_day.marked_at, excluded.marked_at);
    END IF;
    RETURN new;
END $$;
COMMENT ON FUNCTION core.anchor_correction() IS 'Keeps the words under a correction and marks the day for the marts';
REVOKE ALL ON FUNCTION core.anchor_correction() FROM public;
CREATE TRIGGER correction_anchor BEFORE INSERT ON core.correction
FOR EACH ROW WHEN (new.target_type = 'claim') EXECUTE FUNCTION core.anchor_correction();

CREATE VIEW core.claim_fix AS
SELECT
    coalesce(correction_carry.claim_key, correction.target_key) AS claim_key,
    jsonb_object_agg(correction.field, correction.new_value ORDER BY correction.correction_id) AS new_values
FROM core.correction
LEFT JOIN core.correction_carry ON correction.correction_id = correction_carry.correction_id
WHERE correction.target_type = 'claim'
GROUP BY coalesce(correction_carry.claim_key, correction.target_key);
COMMENT ON VIEW core.claim_fix IS 'One row per corrected claim: what its fields are to be';
COMMENT ON COLUMN core.claim_fix.claim_key IS 'The claim';
COMMENT ON COLUMN core.claim_fix.new_values IS 'The latest value of each corrected field';

CREATE VIEW core.corrected_claim AS
SELECT
    claim.claim_id,
    claim.claim_key,
    claim.article_id,
    claim.article_version_id,
    claim.extractor_version_id,
    claim.is_current,
    claim.sentence_ordinal,
    claim.start_char,
    claim.end_char,
    claim.weapon_start_char,
    claim.weapon_end_char,
    claim.supplier_start_char,
    claim.supplier_end_char,
    claim.recipient_start_char,
    claim.recipient_end_char,
    CASE
        WHEN claim_fix.new_values ? 'supplier'
            THEN coalesce(string_to_array(nullif(claim_fix.new_values ->> 'supplier', ''), ','), '{}')
        ELSE claim.supplier_codes
    END AS supplier_codes,
    CASE
        WHEN claim_fix.new_values ? 'recipient'
            THEN coalesce(string_to_array(nullif(claim_fix.new_values ->> 'recipient', ''), ','), '{}')
        ELSE claim.recipient_codes
    END AS recipient_codes,
    CASE
        WHEN claim_fix.new_values ? 'intermediary'
            THEN coalesce(string_to_array(nullif(claim_fix.new_values ->> 'intermediary', ''), ','), '{}')
        ELSE claim.intermediary_codes
    END AS intermediary_codes,
    CASE
        WHEN claim_fix.new_values ? 'weapon'
            THEN claim_fix.new_values ->> 'weapon'
        ELSE claim.weapon_text
    END AS weapon_text,
    CASE
        WHEN claim_fix.new_values ? 'designation'
            THEN claim_fix.new_values ->> 'designation'
        ELSE claim.designation
    END AS designation,
    CASE
        WHEN claim_fix.new_values ? 'category'
            THEN claim_fix.new_values ->> 'category'
        ELSE claim.category_code
    END AS category_code,
    CASE
        WHEN claim_fix.new_values ? 'quantity_min'
            THEN (claim_fix.new_values ->> 'quantity_min')::double precision
        ELSE claim.quantity_min
    END AS quantity_min,
    CASE
        WHEN claim_fix.new_values ? 'quantity_max'
            THEN (claim_fix.new_values ->> 'quantity_max')::double precision
        ELSE claim.quantity_max
    END AS quantity_max,
    CASE WHEN claim_fix.new_values ? 'unit' THEN claim_fix.new_values ->> 'unit' ELSE claim.unit END AS unit,
    claim.quantity_text,
    claim.period_text,
    CASE
        WHEN claim_fix.new_values ? 'period_start'
            THEN (claim_fix.new_values ->> 'period_start')::date
        ELSE claim.delivery_from_date
    END AS delivery_from_date,
    CASE
        WHEN claim_fix.new_values ? 'period_end'
            THEN (claim_fix.new_values ->> 'period_end')::date
        ELSE claim.delivery_to_date
    END AS delivery_to_date,
    claim.date_precision_type,
    CASE
        WHEN claim_fix.new_values ? 'deal_type'
            THEN claim_fix.new_values ->> 'deal_type'
        ELSE claim.deal_type
    END AS deal_type,
    CASE
        WHEN claim_fix.new_values ? 'claimant'
            THEN claim_fix.new_values ->> 'claimant'
        ELSE claim.claimant_text
    END AS claimant_text,
    CASE
        WHEN claim_fix.new_values ? 'claimant_country'
            THEN claim_fix.new_values ->> 'claimant_country'
        ELSE claim.claimant_country_code
    END AS claimant_country_code,
    CASE
        WHEN claim_fix.new_values ? 'claimant_class'
            THEN claim_fix.new_values ->> 'claimant_class'
        ELSE claim.claimant_class_type
    END AS claimant_class_type,
    CASE
        WHEN claim_fix.new_values ? 'stance'
            THEN claim_fix.new_values ->> 'stance'
        ELSE claim.stance_type
    END AS stance_type,
    CASE
        WHEN claim_fix.new_values ? 'modality'
            THEN claim_fix.new_values ->> 'modality'
        ELSE claim.modality_type
    END AS modality_type,
    CASE
        WHEN claim_fix.new_values ? 'negated'
            THEN (claim_fix.new_values ->> 'negated')::boolean
        ELSE claim.is_negated
    END AS is_negated,
    claim.hedge_text,
    claim.evidence_scope_type,
    claim.confidence,
    claim.rule,
    ARRAY(SELECT jsonb_object_keys(claim_fix.new_values)) AS corrected_fields
FROM core.claim
LEFT JOIN core.claim_fix ON claim.claim_key = claim_fix.claim_key
WHERE claim.is_current AND coalesce(claim_fix.new_values ->> 'rejected', 'false') <> 'true';
COMMENT ON VIEW core.corrected_claim IS 'One row per current claim, as a person corrected it; claims that a person rejected are left out';
COMMENT ON COLUMN core.corrected_claim.claim_id IS 'Surrogate key';
COMMENT ON COLUMN core.corrected_claim.claim_key IS 'Deterministic key that survives re-extraction; corrections refer to it';
COMMENT ON COLUMN core.corrected_claim.article_id IS 'The article';
COMMENT ON COLUMN core.corrected_claim.article_version_id IS 'The version whose text the offsets mean';
COMMENT ON COLUMN core.corrected_claim.extractor_version_id IS 'What coded it';
COMMENT ON COLUMN core.corrected_claim.is_current IS 'True for the version that marts see';
COMMENT ON COLUMN core.corrected_claim.sentence_ordinal IS 'The sentence';
COMMENT ON COLUMN core.corrected_claim.start_char IS 'Offset of the claim''s clause';
COMMENT ON COLUMN core.corrected_claim.end_char IS 'Offset behind the clause';
COMMENT ON COLUMN core.corrected_claim.weapon_start_char IS 'Offset of the weapon''s words';
COMMENT ON COLUMN core.corrected_claim.weapon_end_char IS 'Offset behind them';
COMMENT ON COLUMN core.corrected_claim.supplier_start_char IS 'Offset of the words that name the supplier';
COMMENT ON COLUMN core.corrected_claim.supplier_end_char IS 'Offset behind them';
COMMENT ON COLUMN core.corrected_claim.recipient_start_char IS 'Offset of the words that name the recipient';
COMMENT ON COLUMN core.corrected_claim.recipient_end_char IS 'Offset behind them';
COMMENT ON COLUMN core.corrected_claim.supplier_codes IS 'ISO 3166-1 alpha-3, empty where unknown';
COMMENT ON COLUMN core.corrected_claim.recipient_codes IS 'ISO 3166-1 alpha-3, empty where unknown';
COMMENT ON COLUMN core.corrected_claim.intermediary_codes IS 'ISO 3166-1 alpha-3 of states passed through';
COMMENT ON COLUMN core.corrected_claim.weapon_text IS 'The words for the weapon, without the number';
COMMENT ON COLUMN core.corrected_claim.designation IS 'Name of the weapon system in the catalog';
COMMENT ON COLUMN core.corrected_claim.category_code IS 'Category in the terms of the SIPRI arms transfers register';
COMMENT ON COLUMN core.corrected_claim.quantity_min IS 'At least so many';
COMMENT ON COLUMN core.corrected_claim.quantity_max IS 'At most so many';
COMMENT ON COLUMN core.corrected_claim.unit IS 'What is counted: pieces, containers, tons, shells/month';
COMMENT ON COLUMN core.corrected_claim.quantity_text IS 'The words for the quantity';
COMMENT ON COLUMN core.corrected_claim.period_text IS 'The words for the time of the transfer';
COMMENT ON COLUMN core.corrected_claim.delivery_from_date IS 'First day of that time';
COMMENT ON COLUMN core.corrected_claim.delivery_to_date IS 'Last day of that time';
COMMENT ON COLUMN core.corrected_claim.date_precision_type IS 'day, week, month, year or unknown';
COMMENT ON COLUMN core.corrected_claim.deal_type IS 'sale, aid, licence, upgrade, smuggling or interception';
COMMENT ON COLUMN core.corrected_claim.claimant_text IS 'Who vouches, in the words of the text, or "outlet"';
COMMENT ON COLUMN core.corrected_claim.claimant_country_code IS 'ISO 3166-1 alpha-3 of the claimant';
COMMENT ON COLUMN core.corrected_claim.claimant_class_type IS 'party, state, igo, court, research, firm, unnamed_official or outlet';
COMMENT ON COLUMN core.corrected_claim.stance_type IS 'alleges, confirms, denies or retracts';
COMMENT ON COLUMN core.corrected_claim.modality_type IS 'asserted, planned, hypothetical or past';
COMMENT ON COLUMN core.corrected_claim.is_negated IS 'True for denials, refusals and cancelled deliveries';
COMMENT ON COLUMN core.corrected_claim.hedge_text IS 'Words such as "reportedly"';
COMMENT ON COLUMN core.corrected_claim.evidence_scope_type IS 'text, summary or headline';
COMMENT ON COLUMN core.corrected_claim.confidence IS '0 to 1, calibrated';
COMMENT ON COLUMN core.corrected_claim.rule IS 'The rule that coded it';
COMMENT ON COLUMN core.corrected_claim.corrected_fields IS 'Fields that a person corrected';

CREATE OR REPLACE VIEW mart.claim_evidence AS
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
    annotate_version.rules_sha256 AS annotate_rules_sha256,
    claim.intermediary_codes,
    claim.delivery_from_date,
    claim.delivery_to_date,
    claim.date_precision_type,
    claim.deal_type,
    claim.corrected_fields
FROM core.corrected_claim AS claim
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
LEFT JOIN core.story_article ON claim.article_id = story_article.article_id;
COMMENT ON VIEW mart.claim_evidence IS 'One row per current claim, corrections included, with its sentence, source, archived page and versions';
COMMENT ON COLUMN mart.claim_evidence.intermediary_codes IS 'ISO 3166-1 alpha-3 of states passed through';
COMMENT ON COLUMN mart.claim_evidence.delivery_from_date IS 'First day of the time of the transfer';
COMMENT ON COLUMN mart.claim_evidence.delivery_to_date IS 'Last day of that time';
COMMENT ON COLUMN mart.claim_evidence.date_precision_type IS 'day, week, month, year or unknown';
COMMENT ON COLUMN mart.claim_evidence.deal_type IS 'sale, aid, licence, upgrade, smuggling or interception';
COMMENT ON COLUMN mart.claim_evidence.corrected_fields IS 'Fields that a person corrected';

CREATE VIEW mart.correction AS
SELECT
    correction.correction_id,
    coalesce(correction_carry.claim_key, correction.target_key) AS claim_key,
    correction.field,
    correction.old_value,
    correction.new_value,
    correction.reason,
    correction.author,
    correction.created_at,
    correction.sentence_text,
    correction_carry.claim_key IS NOT NULL AS is_carried,
    NOT EXISTS (
        SELECT 1
        FROM core.claim
        WHERE claim.is_current AND claim.claim_key = coalesce(correction_carry.claim_key, correction.target_key)
    ) AS is_orphaned
FROM core.correction
LEFT JOIN core.correction_carry ON correction.correction_id = correction_carry.correction_id
WHERE correction.target_type = 'claim';
COMMENT ON VIEW mart.correction IS 'One row per correction of a claim';
COMMENT ON COLUMN mart.correction.correction_id IS 'Surrogate key';
COMMENT ON COLUMN mart.correction.claim_key IS 'The claim that it holds for now';
COMMENT ON COLUMN mart.correction.field IS 'The field';
COMMENT ON COLUMN mart.correction.old_value IS 'Value before';
COMMENT ON COLUMN mart.correction.new_value IS 'Value after';
COMMENT ON COLUMN mart.correction.reason IS 'Why';
COMMENT ON COLUMN mart.correction.author IS 'Who';
COMMENT ON COLUMN mart.correction.created_at IS 'When';
COMMENT ON COLUMN mart.correction.sentence_text IS 'The sentence of the claim at that time';
COMMENT ON COLUMN mart.correction.is_carried IS 'True where a re-extraction gave the claim another key';
COMMENT ON COLUMN mart.correction.is_orphaned IS 'True where no current claim matches any more; it is kept and waits';

-- Changes of the ledger, and the day behind each of its claims -----------------------------------------------------------

ALTER TABLE mart.transfer_ledger_claim ADD COLUMN day_date date;
COMMENT ON COLUMN mart.transfer_ledger_claim.day_date IS 'Day of the article that makes the claim; a refresh finds the rows of changed days by it';
CREATE INDEX transfer_ledger_claim_day ON mart.transfer_ledger_claim (day_date);

CREATE TABLE mart.transfer_change (
    transfer_change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer_key text NOT NULL,
    change_type text NOT NULL CHECK (change_type IN ('new', 'status', 'gone')),
    supplier_code text,
    recipient_code text,
    weapon text NOT NULL,
    old_status_type text,
    new_status_type text,
    changed_at timestamptz NOT NULL
);
COMMENT ON TABLE mart.transfer_change IS 'One row per change of the ledger: a row that came, changed its status, or went';
COMMENT ON COLUMN mart.transfer_change.transfer_change_id IS 'Surrogate key';
COMMENT ON COLUMN mart.transfer_change.transfer_key IS 'The row of the ledger, which may be gone';
COMMENT ON COLUMN mart.transfer_change.change_type IS 'new, status or gone';
COMMENT ON COLUMN mart.transfer_change.supplier_code IS 'ISO 3166-1 alpha-3, null where unknown';
COMMENT ON COLUMN mart.transfer_change.recipient_code IS 'ISO 3166-1 alpha-3, null where unknown';
COMMENT ON COLUMN mart.transfer_change.weapon IS 'The weapon of the row';
COMMENT ON COLUMN mart.transfer_change.old_status_type IS 'Status before, null for a new row';
COMMENT ON COLUMN mart.transfer_change.new_status_type IS 'Status after, null for a row that went';
COMMENT ON COLUMN mart.transfer_change.changed_at IS 'When the refresh found the change';
CREATE INDEX transfer_change_time ON mart.transfer_change (changed_at);
CREATE INDEX transfer_change_key ON mart.transfer_change (transfer_key);

-- Alerts ----------------------------------------------------------------------------------------------------------------

CREATE TABLE mart.alert (
    alert_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    opened_date date NOT NULL,
    last_date date NOT NULL,
    closed_date date,
    quiet_until_date date,
    state_type text NOT NULL CHECK (state_type IN ('open', 'closed', 'withdrawn')),
    alert_day_count integer NOT NULL,
    fired_article_count integer NOT NULL,
    fired_total_count integer NOT NULL,
    fired_story_count integer NOT NULL,
    fired_owner_count integer NOT NULL,
    fired_expected_count double precision NOT NULL,
    fired_z_score double precision NOT NULL,
    fired_surprise double precision NOT NULL,
    peak_date date NOT NULL,
    peak_article_count integer NOT NULL,
    peak_surprise double precision NOT NULL,
    opened_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (topic_id, opened_date)
);
COMMENT ON TABLE mart.alert IS 'One row per topic and burst: when it opened, was last seen and closed, with the numbers it fired on';
COMMENT ON COLUMN mart.alert.alert_id IS 'Surrogate key';
COMMENT ON COLUMN mart.alert.topic_id IS 'The topic';
COMMENT ON COLUMN mart.alert.opened_date IS 'The first day that stood out';
COMMENT ON COLUMN mart.alert.last_date IS 'The last day that stood out';
COMMENT ON COLUMN mart.alert.closed_date IS 'The quiet day that closed it; null while it is open';
COMMENT ON COLUMN mart.alert.quiet_until_date IS 'Last day of the cool-down in which no other alert opens; null while it is open';
COMMENT ON COLUMN mart.alert.state_type IS 'open, closed, or withdrawn where the day no longer stands out after a revision';
COMMENT ON COLUMN mart.alert.alert_day_count IS 'Days that stood out';
COMMENT ON COLUMN mart.alert.fired_article_count IS 'Matching articles when it fired; never changed afterwards, as all fired_ columns';
COMMENT ON COLUMN mart.alert.fired_total_count IS 'All articles of the panel when it fired';
COMMENT ON COLUMN mart.alert.fired_story_count IS 'Different stories when it fired';
COMMENT ON COLUMN mart.alert.fired_owner_count IS 'Owner groups when it fired';
COMMENT ON COLUMN mart.alert.fired_expected_count IS 'Matching articles expected when it fired';
COMMENT ON COLUMN mart.alert.fired_z_score IS 'Standard deviations above the expectation when it fired';
COMMENT ON COLUMN mart.alert.fired_surprise IS '-log10 of the probability of as many or more when it fired';
COMMENT ON COLUMN mart.alert.peak_date IS 'The most surprising day so far';
COMMENT ON COLUMN mart.alert.peak_article_count IS 'Matching articles of that day';
COMMENT ON COLUMN mart.alert.peak_surprise IS 'Surprise of that day';
COMMENT ON COLUMN mart.alert.opened_at IS 'When the refresh opened it';
COMMENT ON COLUMN mart.alert.updated_at IS 'When a refresh changed it last';

CREATE TABLE ops.alert_message (
    alert_id bigint NOT NULL REFERENCES mart.alert (alert_id),
    occasion_type text NOT NULL CHECK (occasion_type IN ('opened', 'updated', 'closed')),
    day_date date NOT NULL,
    channel_type text NOT NULL CHECK (channel_type IN ('mail', 'webhook')),
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (alert_id, occasion_type, day_date, channel_type)
);
COMMENT ON TABLE ops.alert_message IS 'One row per message that was delivered about an alert; none is sent twice';
COMMENT ON COLUMN ops.alert_message.alert_id IS 'The alert';
COMMENT ON COLUMN ops.alert_message.occasion_type IS 'opened, updated or closed';
COMMENT ON COLUMN ops.alert_message.day_date IS 'The day that the message is about';
COMMENT ON COLUMN ops.alert_message.channel_type IS 'mail or webhook';
COMMENT ON COLUMN ops.alert_message.sent_at IS 'When the server took it';

-- Counts by the day of the event -----------------------------------------------------------------------------------------

CREATE TABLE mart.event_day (
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    event_date date NOT NULL,
    date_precision_type text NOT NULL,
    event_count integer NOT NULL,
    claim_count integer NOT NULL,
    article_count integer NOT NULL,
    first_collected_at timestamptz NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (topic_id, event_date, date_precision_type)
);
COMMENT ON TABLE mart.event_day IS 'One row per topic, day on which something is said to have happened, and precision of that day';
COMMENT ON COLUMN mart.event_day.topic_id IS 'The topic';
COMMENT ON COLUMN mart.event_day.event_date IS 'The day of the event, or the first day of the week, month or year that the text names; for claims the first day of the delivery';
COMMENT ON COLUMN mart.event_day.date_precision_type IS 'day, week, month or year';
COMMENT ON COLUMN mart.event_day.event_count IS 'Different events';
COMMENT ON COLUMN mart.event_day.claim_count IS 'Claims of arms transfers';
COMMENT ON COLUMN mart.event_day.article_count IS 'Matching articles that tell them';
COMMENT ON COLUMN mart.event_day.first_collected_at IS 'When the first of these articles was seen';
COMMENT ON COLUMN mart.event_day.computed_at IS 'When the row was computed';

CREATE TABLE mart.event_day_report (
    day_date date NOT NULL,
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    event_date date NOT NULL,
    PRIMARY KEY (day_date, topic_id, event_date)
);
COMMENT ON TABLE mart.event_day_report IS 'One row per day of articles, topic and event date told on it; a refresh finds the event dates of changed days by it';
COMMENT ON COLUMN mart.event_day_report.day_date IS 'The day of the articles';
COMMENT ON COLUMN mart.event_day_report.topic_id IS 'The topic';
COMMENT ON COLUMN mart.event_day_report.event_date IS 'A day that they tell of';

CREATE INDEX event_evidence_date ON core.event_evidence (event_date) WHERE is_current;
CREATE INDEX claim_delivery ON core.claim (delivery_from_date) WHERE is_current;
CREATE INDEX claim_parties ON core.claim USING gin (supplier_codes, recipient_codes) WHERE is_current;

-- What was built before these columns is built anew at the next refresh.
DELETE FROM mart.transfer_ledger;
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT DISTINCT
    effective_date,
    now()
FROM core.article
WHERE is_current
ON CONFLICT (day_date) DO NOTHING;
