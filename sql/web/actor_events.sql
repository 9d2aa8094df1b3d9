-- The latest events in which an actor acts or is acted upon, as corrected, each with its best sentence.
-- Grain: one row per event, the newest first.
-- Parameters: actor_id, row_count.
WITH latest AS (
    SELECT event_id
    FROM core.event
    WHERE source_actor_id = %(actor_id)s OR target_actor_id = %(actor_id)s
    ORDER BY event_id DESC
    LIMIT %(row_count)s
),

candidate AS (
    SELECT event_id FROM latest
    UNION
    SELECT event_evidence.event_id
    FROM core.event_fix
    INNER JOIN core.event_evidence ON event_fix.event_key = event_evidence.event_key AND event_evidence.is_current
)

SELECT
    evidence.event_id,
    evidence.event_key,
    evidence.event_type,
    evidence.source_actor_id,
    evidence.target_actor_id,
    coalesce(source_actor.name, evidence.source_actor_id) AS source_actor_name,
    coalesce(target_actor.name, evidence.target_actor_id) AS target_actor_name,
    evidence.source_country_code,
    evidence.target_country_code,
    evidence.quad_class_code,
    evidence.intensity,
    evidence.article_id,
    evidence.modality_type,
    evidence.is_negated,
    evidence.confidence,
    evidence.corrected_fields,
    evidence.start_char,
    evidence.end_char,
    evidence.trigger_start_char,
    evidence.trigger_end_char,
    evidence.report_count,
    evidence.event_date,
    article.effective_date,
    sentence.start_char AS sentence_start_char,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text,
    source.name AS source_name
FROM candidate
CROSS JOIN
    LATERAL (
        SELECT
            event.event_id,
            event.event_key,
            event.event_type,
            event.source_actor_id,
            event.target_actor_id,
            event.source_country_code,
            event.target_country_code,
            event.quad_class_code,
            event.intensity,
            event.article_id,
            event.article_version_id,
            event.sentence_ordinal,
            event.modality_type,
            event.is_negated,
            event.confidence,
            event.corrected_fields,
            event.start_char,
            event.end_char,
            event.trigger_start_char,
            event.trigger_end_char,
            event.event_date,
            count(*) OVER () AS report_count
        FROM core.corrected_event AS event
        WHERE
            event.event_id = candidate.event_id
            AND %(actor_id)s IN (event.source_actor_id, event.target_actor_id)
        ORDER BY event.confidence DESC, event.event_evidence_id ASC
        LIMIT 1
    ) AS evidence
INNER JOIN core.article_key ON evidence.article_id = article_key.article_id
INNER JOIN core.article
    ON evidence.article_version_id = article.article_version_id AND article_key.first_seen_at = article.first_seen_at
INNER JOIN core.sentence
    ON
        evidence.article_version_id = sentence.article_version_id
        AND article_key.first_seen_at = sentence.first_seen_at
        AND evidence.sentence_ordinal = sentence.ordinal
INNER JOIN core.source ON article.source_id = source.source_id
LEFT JOIN core.actor AS source_actor ON evidence.source_actor_id = source_actor.actor_id
LEFT JOIN core.actor AS target_actor ON evidence.target_actor_id = target_actor.actor_id
ORDER BY article.effective_date DESC, evidence.event_id DESC
LIMIT %(row_count)s;
