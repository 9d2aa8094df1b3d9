-- mart.topic_day_revision: keeps the value of a day that is over before the refresh replaces it.
-- Grain: one row per topic, day and earlier computation. Run before topic_day.sql, in the same transaction; the
-- refresh removes again what it did not change (topic_day_unrevised.sql).
-- Parameters: days (date[]), now.
INSERT INTO mart.topic_day_revision (
    topic_id, day_date, computed_at, total_count, article_count, story_count, owner_count, replaced_at
)
SELECT
    topic_id,
    day_date,
    computed_at,
    total_count,
    article_count,
    story_count,
    owner_count,
    %(now)s
FROM mart.topic_day
WHERE day_date = any(%(days)s::date[]) AND NOT is_open
ON CONFLICT (topic_id, day_date, computed_at) DO NOTHING;
