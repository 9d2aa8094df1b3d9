-- mart.topic_day_signal: how surprising a topic's day is.
-- Grain: one row per topic and UTC day; the numbers come from pipeline/track/signals.py.
-- Parameters: one for each column.
INSERT INTO mart.topic_day_signal (
    topic_id, day_date, share, expected_count, z_score, surprise, ewma, cusum, high_day_count, is_gap, is_alert,
    computed_at
)
VALUES (
    %(topic_id)s, %(day_date)s, %(share)s, %(expected_count)s, %(z_score)s, %(surprise)s, %(ewma)s, %(cusum)s,
    %(high_day_count)s, %(is_gap)s, %(is_alert)s, %(now)s
)
ON CONFLICT (topic_id, day_date) DO UPDATE
    SET
        share = excluded.share,
        expected_count = excluded.expected_count,
        z_score = excluded.z_score,
        surprise = excluded.surprise,
        ewma = excluded.ewma,
        cusum = excluded.cusum,
        high_day_count = excluded.high_day_count,
        is_gap = excluded.is_gap,
        is_alert = excluded.is_alert,
        computed_at = excluded.computed_at;
