-- The days of each topic from which its alerts are judged anew: since the changed days, or since the alert before them.
-- Grain: one row per topic and day, in this order. Parameters: first_date, now.
WITH start AS (
    SELECT
        topic.topic_id,
        coalesce(max(alert.opened_date), %(first_date)s::date) AS from_date
    FROM core.topic
    LEFT JOIN mart.alert ON topic.topic_id = alert.topic_id AND alert.opened_date < %(first_date)s::date
    GROUP BY topic.topic_id
)

SELECT
    start.topic_id,
    start.from_date,
    topic_day_signal.day_date,
    topic_day_signal.is_alert,
    topic_day_signal.is_gap,
    NOT topic_day.is_open AS is_over,
    coalesce(topic_day.article_count, 0) AS article_count,
    coalesce(topic_day.total_count, 0) AS total_count,
    coalesce(topic_day.story_count, 0) AS story_count,
    coalesce(topic_day.owner_count, 0) AS owner_count,
    coalesce(topic_day_signal.expected_count, 0) AS expected_count,
    coalesce(topic_day_signal.z_score, 0) AS z_score,
    coalesce(topic_day_signal.surprise, 0) AS surprise
FROM start
INNER JOIN mart.topic_day_signal
    ON start.topic_id = topic_day_signal.topic_id AND topic_day_signal.day_date >= start.from_date
INNER JOIN mart.topic_day
    ON topic_day_signal.topic_id = topic_day.topic_id AND topic_day_signal.day_date = topic_day.day_date
ORDER BY start.topic_id, topic_day_signal.day_date;
