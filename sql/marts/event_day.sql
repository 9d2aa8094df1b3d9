-- mart.event_day: events and claims of a topic by the day on which they are said to have happened, not the day of the report.
-- Grain: one row per topic, event date and its precision. Only asserted or alleged events count; claims of any stance do.
-- Parameters: days (date[]), now.
WITH asked AS (
    SELECT DISTINCT
        topic_id,
        event_date
    FROM mart.event_day_report
    WHERE day_date = any(%(days)s::date[])
),

matching AS (
    SELECT
        asked.topic_id,
        asked.event_date,
        article.article_id,
        article.article_version_id,
        article.first_seen_at
    FROM asked
    INNER JOIN mart.event_day_report
        ON asked.topic_id = event_day_report.topic_id AND asked.event_date = event_day_report.event_date
    INNER JOIN core.article ON event_day_report.article_id = article.article_id AND article.is_current
    INNER JOIN core.article_topic
        ON asked.topic_id = article_topic.topic_id AND article.article_id = article_topic.article_id
),

telling AS (
    SELECT
        matching.topic_id,
        matching.event_date,
        event.date_precision_type,
        matching.article_id,
        matching.first_seen_at,
        event.event_id,
        NULL AS claim_key
    FROM matching
    INNER JOIN core.corrected_event AS event
        ON
            matching.article_version_id = event.article_version_id
            AND matching.event_date = event.event_date
            AND NOT event.is_negated
            AND event.modality_type IN ('asserted', 'alleged')
    UNION ALL
    SELECT
        matching.topic_id,
        matching.event_date,
        claim.date_precision_type,
        matching.article_id,
        matching.first_seen_at,
        NULL AS event_id,
        claim.claim_key
    FROM matching
    INNER JOIN core.corrected_claim AS claim
        ON matching.article_id = claim.article_id AND matching.event_date = claim.delivery_from_date
)

INSERT INTO mart.event_day (
    topic_id, event_date, date_precision_type, event_count, claim_count, article_count, first_collected_at, computed_at
)
SELECT
    topic_id,
    event_date,
    date_precision_type,
    count(DISTINCT event_id),
    count(DISTINCT claim_key),
    count(DISTINCT article_id),
    min(first_seen_at),
    %(now)s
FROM telling
GROUP BY topic_id, event_date, date_precision_type
ORDER BY topic_id, event_date, date_precision_type;
