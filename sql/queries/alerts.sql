-- When was much more written about a topic than expected, by which numbers, and is it over?
-- Grain: one row per alert, the newest first.
-- Parameters: topic_key (null = all).
SELECT
    dim_topic.topic_key,
    alert.alert_id,
    alert.state_type,
    alert.opened_date,
    alert.last_date,
    alert.closed_date,
    alert.quiet_until_date,
    alert.alert_day_count,
    alert.fired_article_count,
    round(alert.fired_expected_count::numeric, 1) AS fired_expected_count,
    round(alert.fired_surprise::numeric, 1) AS fired_surprise,
    alert.fired_story_count,
    alert.fired_owner_count,
    alert.peak_date,
    alert.peak_article_count
FROM mart.alert
INNER JOIN mart.dim_topic ON alert.topic_id = dim_topic.topic_id
WHERE %(topic_key)s::text IS NULL OR dim_topic.topic_key = %(topic_key)s::text
ORDER BY alert.opened_date DESC, dim_topic.topic_key ASC;
