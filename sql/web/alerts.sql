-- Days on which much more was written about a topic than expected, with the numbers on which the alert rests.
-- Grain: one row per topic and day, the newest first.
-- Parameters: topic_key (null = all), row_count.
SELECT
    topic.topic_key,
    topic.title AS topic_title,
    topic_day_signal.day_date,
    topic_day.article_count,
    topic_day.total_count,
    topic_day.share,
    topic_day_signal.expected_count,
    topic_day_signal.z_score,
    topic_day_signal.surprise,
    topic_day_signal.high_day_count,
    topic_day.story_count,
    topic_day.owner_count,
    topic_day.origin_count,
    topic_day_signal.computed_at
FROM mart.topic_day_signal
INNER JOIN core.topic ON topic_day_signal.topic_id = topic.topic_id
INNER JOIN mart.topic_day
    ON topic_day_signal.topic_id = topic_day.topic_id AND topic_day_signal.day_date = topic_day.day_date
WHERE
    topic_day_signal.is_alert
    AND (%(topic_key)s::text IS NULL OR topic.topic_key = %(topic_key)s)
ORDER BY topic_day_signal.day_date DESC, topic.topic_key ASC
LIMIT %(row_count)s;
