-- When was much more written about a topic than expected, by which numbers, and is it over?
-- Grain: one row per alert, the newest first.
-- Parameters: topic_key (null = all), row_count.
SELECT
    topic.topic_key,
    topic.title AS topic_title,
    alert.alert_id,
    alert.state_type,
    alert.opened_date,
    alert.last_date,
    alert.closed_date,
    alert.quiet_until_date,
    alert.alert_day_count,
    alert.fired_article_count,
    alert.fired_total_count,
    alert.fired_expected_count,
    alert.fired_z_score,
    alert.fired_surprise,
    alert.fired_story_count,
    alert.fired_owner_count,
    alert.peak_date,
    alert.peak_article_count,
    alert.peak_surprise,
    alert.opened_at,
    alert.updated_at
FROM mart.alert
INNER JOIN core.topic ON alert.topic_id = topic.topic_id
WHERE %(topic_key)s::text IS NULL OR topic.topic_key = %(topic_key)s
ORDER BY alert.opened_date DESC, topic.topic_key ASC
LIMIT %(row_count)s;
