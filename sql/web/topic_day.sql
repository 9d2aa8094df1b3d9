-- One day of a topic, with the days that the mart knows before and after it.
-- Grain: one row.
-- Parameters: topic_key, day_date.
SELECT
    topic_day.day_date,
    topic_day.article_count,
    topic_day.total_count,
    topic_day.share,
    topic_day.original_count,
    topic_day.story_count,
    topic_day.owner_count,
    topic_day.origin_count,
    topic_day.event_count,
    topic_day.claim_count,
    topic_day.other_language_count,
    topic_day.live_feed_count,
    topic_day.feed_count,
    topic_day.completeness,
    topic_day.is_gap,
    topic_day.gap_reason,
    topic_day.is_open,
    topic_day.computed_at,
    topic_day_signal.expected_count,
    topic_day_signal.z_score,
    topic_day_signal.surprise,
    topic_day_signal.high_day_count,
    coalesce(topic_day_signal.is_alert, FALSE) AND EXISTS (
        SELECT 1
        FROM mart.alert
        WHERE
            alert.topic_id = topic_day.topic_id
            AND alert.state_type <> 'withdrawn'
            AND topic_day.day_date BETWEEN alert.opened_date AND alert.last_date
    ) AS is_alert,
    (
        SELECT max(earlier.day_date)
        FROM mart.topic_day AS earlier
        WHERE earlier.topic_id = topic_day.topic_id AND earlier.day_date < topic_day.day_date
    ) AS earlier_date,
    (
        SELECT min(later.day_date)
        FROM mart.topic_day AS later
        WHERE later.topic_id = topic_day.topic_id AND later.day_date > topic_day.day_date
    ) AS later_date
FROM mart.topic_day
INNER JOIN core.topic ON topic_day.topic_id = topic.topic_id
LEFT JOIN mart.topic_day_signal
    ON topic_day.topic_id = topic_day_signal.topic_id AND topic_day.day_date = topic_day_signal.day_date
WHERE topic.topic_key = %(topic_key)s AND topic_day.day_date = %(day_date)s;
