-- On which days was much more written about a topic than expected?
-- Grain: one row per topic and day with an alert, the newest first.
-- Parameters: topic_key (null = all).
SELECT
    dim_topic.topic_key,
    topic_day_signal.day_date,
    topic_day.article_count,
    round(topic_day_signal.expected_count::numeric, 1) AS expected_count,
    round(topic_day_signal.surprise::numeric, 1) AS surprise,
    topic_day.owner_count,
    topic_day.story_count
FROM mart.topic_day_signal
INNER JOIN mart.dim_topic ON topic_day_signal.topic_id = dim_topic.topic_id
INNER JOIN mart.topic_day
    ON topic_day_signal.topic_id = topic_day.topic_id AND topic_day_signal.day_date = topic_day.day_date
WHERE
    topic_day_signal.is_alert
    AND (%(topic_key)s::text IS NULL OR dim_topic.topic_key = %(topic_key)s::text)
ORDER BY topic_day_signal.day_date DESC, dim_topic.topic_key ASC;
