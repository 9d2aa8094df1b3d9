-- The latest events between two countries, each with its best sentence.
-- Grain: one row per event, the newest first.
-- Parameters: source_country_code, target_country_code, row_count.
WITH recent AS (
    SELECT
        event.event_id,
        event.event_type,
        event.source_actor_id,
        event.target_actor_id,
        event.source_country_code,
        event.target_country_code,
        event.quad_class_code,
        event.intensity
    FROM core.event
    WHERE
        event.source_country_code = %(source_country_code)s
        AND event.target_country_code = %(target_country_code)s
    ORDER BY event.event_id DESC
    LIMIT %(row_count)s
)

SELECT
    recent.event_id,
    recent.event_type,
    recent.source_actor_id,
    recent.target_actor_id,
    coalesce(source_actor.name, recent.source_actor_id) AS source_actor_name,
    coalesce(target_actor.name, recent.target_actor_id) AS target_actor_name,
    recent.source_country_code,
    recent.target_country_code,
    recent.quad_class_code,
    recent.intensity,
    evidence.article_id,
    evidence.modality_type,
    evidence.is_negated,
    evidence.confidence,
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
FROM recent
CROSS JOIN
    LATERAL (
        SELECT
            event_evidence.article_id,
            event_evidence.article_version_id,
            event_evidence.sentence_ordinal,
            event_evidence.modality_type,
            event_evidence.is_negated,
            event_evidence.confidence,
            event_evidence.start_char,
            event_evidence.end_char,
            event_evidence.trigger_start_char,
            event_evidence.trigger_end_char,
            event_evidence.event_date,
            count(*) OVER () AS report_count
        FROM core.event_evidence
        WHERE event_evidence.event_id = recent.event_id AND event_evidence.is_current
        ORDER BY event_evidence.confidence DESC, event_evidence.event_evidence_id ASC
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
LEFT JOIN core.actor AS source_actor ON recent.source_actor_id = source_actor.actor_id
LEFT JOIN core.actor AS target_actor ON recent.target_actor_id = target_actor.actor_id
ORDER BY article.effective_date DESC, recent.event_id DESC;
