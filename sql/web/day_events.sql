-- The events that the matching articles of a topic's day tell, each with its best sentence.
-- Grain: one row per event, the most reported first.
-- Parameters: topic_key, day_date, row_count.
WITH told AS (
    SELECT
        event.event_id,
        event.event_evidence_id,
        event.article_id,
        event.confidence,
        article.article_version_id,
        article.first_seen_at,
        article.source_id
    FROM core.topic
    INNER JOIN core.article ON article.effective_date = %(day_date)s AND article.is_current
    INNER JOIN core.article_topic
        ON article.article_id = article_topic.article_id AND topic.topic_id = article_topic.topic_id
    INNER JOIN core.corrected_event AS event ON article.article_id = event.article_id
    WHERE topic.topic_key = %(topic_key)s AND article.quality_type <> 'refused'
),

best AS (
    SELECT DISTINCT ON (event_id)
        event_id,
        event_evidence_id,
        article_id,
        article_version_id,
        first_seen_at,
        source_id,
        count(*) OVER (PARTITION BY event_id) AS report_count
    FROM told
    ORDER BY event_id ASC, confidence DESC, event_evidence_id ASC
),

most_told AS (
    SELECT
        event_id,
        event_evidence_id,
        article_id,
        article_version_id,
        first_seen_at,
        source_id,
        report_count
    FROM best
    ORDER BY report_count DESC, event_id ASC
    LIMIT %(row_count)s
)

SELECT
    most_told.event_id,
    most_told.article_id,
    most_told.report_count,
    event.event_key,
    event.event_type,
    event.source_country_code,
    event.target_country_code,
    coalesce(source_actor.name, event.source_actor_id) AS source_actor_name,
    coalesce(target_actor.name, event.target_actor_id) AS target_actor_name,
    event.source_actor_id,
    event.target_actor_id,
    event.quad_class_code,
    event.intensity,
    event.modality_type,
    event.is_negated,
    event.confidence,
    event.corrected_fields,
    event.start_char,
    event.end_char,
    event.trigger_start_char,
    event.trigger_end_char,
    sentence.start_char AS sentence_start_char,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text,
    source.name AS source_name
FROM most_told
INNER JOIN core.corrected_event AS event ON most_told.event_evidence_id = event.event_evidence_id
INNER JOIN core.article
    ON most_told.article_version_id = article.article_version_id AND most_told.first_seen_at = article.first_seen_at
INNER JOIN core.sentence
    ON
        event.article_version_id = sentence.article_version_id
        AND most_told.first_seen_at = sentence.first_seen_at
        AND event.sentence_ordinal = sentence.ordinal
INNER JOIN core.source ON most_told.source_id = source.source_id
LEFT JOIN core.actor AS source_actor ON event.source_actor_id = source_actor.actor_id
LEFT JOIN core.actor AS target_actor ON event.target_actor_id = target_actor.actor_id
ORDER BY most_told.report_count DESC, most_told.event_id ASC;
