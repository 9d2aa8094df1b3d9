-- How much was written about a topic against what was expected, day by day, with gaps and days that stood out?
-- Grain: one row per day, the newest last.
-- Parameters: topic_key, from_date, to_date.
SELECT
    topic_day.day_date,
    topic_day.article_count,
    topic_day.total_count,
    topic_day.story_count,
    topic_day.owner_count,
    topic_day.origin_count,
    topic_day.share,
    topic_day_signal.expected_count,
    topic_day_signal.surprise,
    coalesce(topic_day_signal.is_alert, FALSE) AS is_alert,
    topic_day.completeness,
    topic_day.live_feed_count,
    topic_day.feed_count,
    topic_day.is_gap,
    topic_day.gap_reason,
    topic_day.is_open,
    topic_day.computed_at
FROM mart.dim_topic
INNER JOIN mart.topic_day ON dim_topic.topic_id = topic_day.topic_id
LEFT JOIN mart.topic_day_signal
    ON topic_day.topic_id = topic_day_signal.topic_id AND topic_day.day_date = topic_day_signal.day_date
WHERE
    dim_topic.topic_key = %(topic_key)s
    AND topic_day.day_date BETWEEN %(from_date)s::date AND %(to_date)s::date
ORDER BY topic_day.day_date;
