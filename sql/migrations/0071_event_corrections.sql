-- Corrections of events, as those of claims: kept with the words that they stand on, carried over a re-extraction, and laid
-- over what the coder read in one view that the marts and the pages use.

ALTER TABLE core.correction ADD COLUMN trigger_text text;
COMMENT ON COLUMN core.correction.trigger_text IS 'The words that told the event at that time';

ALTER TABLE core.correction_carry
ALTER COLUMN claim_key DROP NOT NULL,
ADD COLUMN event_key text,
ADD CONSTRAINT correction_carry_one_key CHECK (num_nonnulls(claim_key, event_key) = 1);
COMMENT ON TABLE core.correction_carry IS 'Corrections whose claim or event has another key since a re-extraction';
COMMENT ON COLUMN core.correction_carry.event_key IS 'The event that it holds for now: same article, sentence and words';

CREATE TABLE core.event_type (
    event_type text PRIMARY KEY,
    quad_class_code integer NOT NULL,
    cameo_root_code text NOT NULL,
    intensity real NOT NULL
);
COMMENT ON TABLE core.event_type IS 'One row per PLOVER type: what an event is given whose type a person corrected';
COMMENT ON COLUMN core.event_type.event_type IS 'PLOVER type, such as AGREE or ASSAULT';
COMMENT ON COLUMN core.event_type.quad_class_code IS
'1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict';
COMMENT ON COLUMN core.event_type.cameo_root_code IS 'CAMEO root of the type';
COMMENT ON COLUMN core.event_type.intensity IS '-10 (conflict) to 10 (cooperation), after Goldstein';
INSERT INTO core.event_type (event_type, quad_class_code, cameo_root_code, intensity)
VALUES
('AGREE', 1, '03', 4), ('CONSULT', 1, '04', 1), ('SUPPORT', 1, '05', 3.5), ('CONCEDE', 2, '08', 5),
('COOPERATE', 2, '06', 6), ('AID', 2, '07', 7), ('RETREAT', 2, '08', 6), ('REQUEST', 3, '10', -2),
('ACCUSE', 3, '11', -2), ('REJECT', 3, '12', -4), ('THREATEN', 3, '13', -6), ('PROTEST', 4, '14', -6.5),
('SANCTION', 4, '16', -4), ('MOBILIZE', 4, '15', -7.2), ('COERCE', 4, '17', -7), ('ASSAULT', 4, '19', -10);

CREATE INDEX event_evidence_key ON core.event_evidence (event_key) WHERE is_current;

CREATE OR REPLACE FUNCTION core.anchor_correction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
-- Keeps the words that a corrected claim or event stands on, and marks the days of its articles, so that the marts follow.
BEGIN
    IF new.target_type = 'claim' THEN
        SELECT
            claim.article_id,
            claim.weapon_text,
            substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char)
        INTO new.article_id, new.weapon_text, new.sentence_text
        FROM core.claim
        INNER JOIN core.article ON claim.article_version_id = article.article_version_id
        LEFT JOIN core.sentence
            ON
                article.article_version_id = sentence.article_version_id
                AND article.first_seen_at = sentence.first_seen_at
                AND claim.sentence_ordinal = sentence.ordinal
        WHERE claim.is_current AND claim.claim_key = new.target_key
        LIMIT 1;
    ELSE
        SELECT
            event_evidence.article_id,
            substr(
                article.text,
                event_evidence.trigger_start_char + 1,
                event_evidence.trigger_end_char - event_evidence.trigger_start_char
            ),
            substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char)
        INTO new.article_id, new.trigger_text, new.sentence_text
        FROM core.event_evidence
        INNER JOIN core.article ON event_evidence.article_version_id = article.article_version_id
        LEFT JOIN core.sentence
            ON
                article.article_version_id = sentence.article_version_id
                AND article.first_seen_at = sentence.first_seen_at
                AND event_evidence.sentence_ordinal = sentence.ordinal
        WHERE event_evidence.is_current AND event_evidence.event_key = new.target_key
        ORDER BY event_evidence.confidence DESC, event_evidence.event_evidence_id
        LIMIT 1;
    END IF;
    INSERT INTO ops.dirty_day (day_date, marked_at)
    SELECT DISTINCT article.effective_date, new.created_at
    FROM core.article
    INNER JOIN (
        SELECT claim.article_version_id
        FROM core.claim
        WHERE new.target_type = 'claim' AND claim.is_current AND claim.claim_key = new.target_key
        UNION
        SELECT event_evidence.article_version_id
        FROM core.event_evidence
        WHERE new.target_type = 'event' AND event_evidence.is_current AND event_evidence.event_key = new.target_key
    ) AS touched ON article.article_version_id = touched.article_version_id
    ON CONFLICT ON CONSTRAINT dirty_day_pkey DO UPDATE SET marked_at = greatest(dirty_day.marked_at, excluded.marked_at);
    RETURN new;
END $$;
DROP TRIGGER correction_anchor ON core.correction;
CREATE TRIGGER correction_anchor BEFORE INSERT ON core.correction
FOR EACH ROW EXECUTE FUNCTION core.anchor_correction();

CREATE VIEW core.event_fix AS
SELECT
    coalesce(correction_carry.event_key, correction.target_key) AS event_key,
    jsonb_object_agg(correction.field, correction.new_value ORDER BY correction.correction_id) AS new_values
FROM core.correction
LEFT JOIN core.correction_carry ON correction.correction_id = correction_carry.correction_id
WHERE correction.target_type = 'event'
GROUP BY coalesce(correction_carry.event_key, correction.target_key);
COMMENT ON VIEW core.event_fix IS 'One row per corrected event: what its fields are to be';
COMMENT ON COLUMN core.event_fix.event_key IS 'The event';
COMMENT ON COLUMN core.event_fix.new_values IS 'The latest value of each corrected field';

CREATE VIEW core.corrected_event AS
SELECT
    event_evidence.event_evidence_id,
    event_evidence.event_id,
    event.story_id,
    event_evidence.event_key,
    event_evidence.article_id,
    event_evidence.article_version_id,
    event_evidence.extractor_version_id,
    event_evidence.sentence_ordinal,
    event_evidence.start_char,
    event_evidence.end_char,
    event_evidence.trigger_start_char,
    event_evidence.trigger_end_char,
    CASE
        WHEN event_fix.new_values ? 'type'
            THEN event_fix.new_values ->> 'type'
        ELSE event.event_type
    END AS event_type,
    -- A corrected party is a state, whose actor's id is its code.
    CASE
        WHEN event_fix.new_values ? 'source'
            THEN coalesce(event_fix.new_values ->> 'source', '')
        ELSE event.source_actor_id
    END AS source_actor_id,
    CASE
        WHEN event_fix.new_values ? 'target'
            THEN coalesce(event_fix.new_values ->> 'target', '')
        ELSE event.target_actor_id
    END AS target_actor_id,
    CASE
        WHEN event_fix.new_values ? 'source'
            THEN nullif(event_fix.new_values ->> 'source', '')
        ELSE event.source_country_code
    END AS source_country_code,
    CASE WHEN event_fix.new_values ? 'source' THEN NULL ELSE event.source_role_code END AS source_role_code,
    CASE
        WHEN event_fix.new_values ? 'target'
            THEN nullif(event_fix.new_values ->> 'target', '')
        ELSE event.target_country_code
    END AS target_country_code,
    CASE WHEN event_fix.new_values ? 'target' THEN NULL ELSE event.target_role_code END AS target_role_code,
    coalesce(event_type.quad_class_code, event.quad_class_code) AS quad_class_code,
    coalesce(event_type.cameo_root_code, event.cameo_root_code) AS cameo_root_code,
    coalesce(event_type.intensity, event.intensity) AS intensity,
    event_evidence.mode_code,
    event_evidence.context_code,
    CASE
        WHEN event_fix.new_values ? 'modality'
            THEN event_fix.new_values ->> 'modality'
        ELSE event_evidence.modality_type
    END AS modality_type,
    CASE
        WHEN event_fix.new_values ? 'negated'
            THEN (event_fix.new_values ->> 'negated')::boolean
        ELSE event_evidence.is_negated
    END AS is_negated,
    event_evidence.factuality_type,
    event_evidence.attribution_source_text,
    CASE
        WHEN event_fix.new_values ? 'date'
            THEN (event_fix.new_values ->> 'date')::date
        ELSE event_evidence.event_date
    END AS event_date,
    CASE
        WHEN NOT coalesce(event_fix.new_values ? 'date', FALSE)
            THEN event_evidence.date_precision_type
        WHEN event_fix.new_values ->> 'date' IS NULL
            THEN 'unknown'
        ELSE 'day'
    END AS date_precision_type,
    event_evidence.place_name,
    event_evidence.confidence,
    event_evidence.rule,
    array(SELECT jsonb_object_keys(event_fix.new_values)) AS corrected_fields
FROM core.event_evidence
INNER JOIN core.event ON event_evidence.event_id = event.event_id
LEFT JOIN core.event_fix ON event_evidence.event_key = event_fix.event_key
LEFT JOIN core.event_type ON event_fix.new_values ->> 'type' = event_type.event_type
WHERE
    event_evidence.is_current
    -- An anti-join: the planner can guess how many rows it leaves.
    AND NOT EXISTS (
        SELECT 1
        FROM core.event_fix AS rejection
        WHERE rejection.event_key = event_evidence.event_key AND rejection.new_values ->> 'rejected' = 'true'
    );
COMMENT ON VIEW core.corrected_event IS
'One row per current clause that tells an event, as a person corrected it; events that a person rejected are left out';
COMMENT ON COLUMN core.corrected_event.event_evidence_id IS 'The clause';
COMMENT ON COLUMN core.corrected_event.event_id IS 'The event as its story tells it';
COMMENT ON COLUMN core.corrected_event.story_id IS 'The story';
COMMENT ON COLUMN core.corrected_event.event_key IS
'Deterministic key, equal for reports of one happening; corrections refer to it';
COMMENT ON COLUMN core.corrected_event.article_id IS 'The article';
COMMENT ON COLUMN core.corrected_event.article_version_id IS 'The version whose text the offsets mean';
COMMENT ON COLUMN core.corrected_event.extractor_version_id IS 'What coded it';
COMMENT ON COLUMN core.corrected_event.sentence_ordinal IS 'The sentence';
COMMENT ON COLUMN core.corrected_event.start_char IS 'Offset of the clause';
COMMENT ON COLUMN core.corrected_event.end_char IS 'Offset behind the clause';
COMMENT ON COLUMN core.corrected_event.trigger_start_char IS 'Offset of the word that tells the event';
COMMENT ON COLUMN core.corrected_event.trigger_end_char IS 'Offset behind it';
COMMENT ON COLUMN core.corrected_event.event_type IS 'PLOVER type, such as AGREE or ASSAULT';
COMMENT ON COLUMN core.corrected_event.source_actor_id IS 'Who does it; empty where unknown';
COMMENT ON COLUMN core.corrected_event.target_actor_id IS 'To whom; empty where unknown';
COMMENT ON COLUMN core.corrected_event.source_country_code IS 'ISO 3166-1 alpha-3 of the source';
COMMENT ON COLUMN core.corrected_event.source_role_code IS 'PLOVER/CAMEO role of the source';
COMMENT ON COLUMN core.corrected_event.target_country_code IS 'ISO 3166-1 alpha-3 of the target';
COMMENT ON COLUMN core.corrected_event.target_role_code IS 'PLOVER/CAMEO role of the target';
COMMENT ON COLUMN core.corrected_event.quad_class_code IS
'1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict';
COMMENT ON COLUMN core.corrected_event.cameo_root_code IS 'CAMEO root of the type';
COMMENT ON COLUMN core.corrected_event.intensity IS '-10 (conflict) to 10 (cooperation), after Goldstein';
COMMENT ON COLUMN core.corrected_event.mode_code IS 'PLOVER mode';
COMMENT ON COLUMN core.corrected_event.context_code IS 'PLOVER context';
COMMENT ON COLUMN core.corrected_event.modality_type IS 'asserted, alleged, denied, planned, hypothetical or historical';
COMMENT ON COLUMN core.corrected_event.is_negated IS 'True where the text says that it did not happen';
COMMENT ON COLUMN core.corrected_event.factuality_type IS 'How certain the text is';
COMMENT ON COLUMN core.corrected_event.attribution_source_text IS 'Who says so, in the words of the text';
COMMENT ON COLUMN core.corrected_event.event_date IS 'The day on which it is said to have happened';
COMMENT ON COLUMN core.corrected_event.date_precision_type IS 'day, week, month, year or unknown';
COMMENT ON COLUMN core.corrected_event.place_name IS 'Where, in the words of the text';
COMMENT ON COLUMN core.corrected_event.confidence IS '0 to 1, calibrated';
COMMENT ON COLUMN core.corrected_event.rule IS 'The rule that coded it';
COMMENT ON COLUMN core.corrected_event.corrected_fields IS 'Fields that a person corrected';

-- The same view as before; its plans are better with an anti-join.
CREATE OR REPLACE VIEW core.corrected_claim AS
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
    array(SELECT jsonb_object_keys(claim_fix.new_values)) AS corrected_fields
FROM core.claim
LEFT JOIN core.claim_fix ON claim.claim_key = claim_fix.claim_key
WHERE
    claim.is_current
    AND NOT EXISTS (
        SELECT 1
        FROM core.claim_fix AS rejection
        WHERE rejection.claim_key = claim.claim_key AND rejection.new_values ->> 'rejected' = 'true'
    );

CREATE OR REPLACE VIEW mart.correction AS
SELECT
    correction.correction_id,
    CASE
        WHEN correction.target_type = 'claim'
            THEN coalesce(correction_carry.claim_key, correction.target_key)
    END AS claim_key,
    correction.field,
    correction.old_value,
    correction.new_value,
    correction.reason,
    correction.author,
    correction.created_at,
    correction.sentence_text,
    correction_carry.correction_id IS NOT NULL AS is_carried,
    CASE
        WHEN correction.target_type = 'claim'
            THEN
                NOT EXISTS (
                    SELECT 1
                    FROM core.claim
                    WHERE
                        claim.is_current
                        AND claim.claim_key = coalesce(correction_carry.claim_key, correction.target_key)
                )
        ELSE
            NOT EXISTS (
                SELECT 1
                FROM core.event_evidence
                WHERE
                    event_evidence.is_current
                    AND event_evidence.event_key = coalesce(correction_carry.event_key, correction.target_key)
            )
    END AS is_orphaned,
    correction.target_type,
    CASE
        WHEN correction.target_type = 'event'
            THEN coalesce(correction_carry.event_key, correction.target_key)
    END AS event_key
FROM core.correction
LEFT JOIN core.correction_carry ON correction.correction_id = correction_carry.correction_id;
COMMENT ON VIEW mart.correction IS 'One row per correction of a claim or an event';
COMMENT ON COLUMN mart.correction.claim_key IS 'The claim that it holds for now; null for an event';
COMMENT ON COLUMN mart.correction.sentence_text IS 'The sentence at that time';
COMMENT ON COLUMN mart.correction.is_carried IS 'True where a re-extraction gave the claim or event another key';
COMMENT ON COLUMN mart.correction.is_orphaned IS 'True where no current claim or event matches any more; it is kept and waits';
COMMENT ON COLUMN mart.correction.target_type IS 'claim or event';
COMMENT ON COLUMN mart.correction.event_key IS 'The event that it holds for now; null for a claim';
