-- The topics, each with the last day that its mart knows.
-- Grain: one row per topic.
-- Parameters: none.
SELECT
    topic.topic_key,
    topic.title,
    topic.definition ->> 'description' AS description,
    (SELECT max(topic_day.day_date) FROM mart.topic_day WHERE topic_day.topic_id = topic.topic_id) AS last_date
FROM core.topic
ORDER BY topic.topic_id;
