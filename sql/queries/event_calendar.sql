-- When did it happen, not when was it written: events and claims of a topic by the day of the event.
-- Grain: one row per event date and precision, the newest first.
-- Parameters: topic_key.
SELECT
    event_day.event_date,
    event_day.date_precision_type,
    event_day.event_count,
    event_day.claim_count,
    event_day.article_count,
    event_day.first_collected_at
FROM mart.event_day
INNER JOIN mart.dim_topic ON event_day.topic_id = dim_topic.topic_id
WHERE dim_topic.topic_key = %(topic_key)s
ORDER BY event_day.event_date DESC, event_day.date_precision_type ASC;
