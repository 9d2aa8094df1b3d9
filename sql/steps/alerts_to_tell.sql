-- What is to be told about alerts: that one opened, reached another peak, or closed; older ones are history, told to nobody.
-- Grain: one row per alert and occasion that the channel has not delivered, in the order of days.
-- Parameters: channel_type, since_date.
WITH occasion AS (
    SELECT
        alert_id,
        'opened' AS occasion_type,
        opened_date AS day_date
    FROM mart.alert
    WHERE state_type <> 'withdrawn'
    UNION ALL
    SELECT
        alert_id,
        'updated' AS occasion_type,
        peak_date AS day_date
    FROM mart.alert
    WHERE state_type <> 'withdrawn' AND peak_date > opened_date
    UNION ALL
    SELECT
        alert_id,
        'closed' AS occasion_type,
        closed_date AS day_date
    FROM mart.alert
    WHERE state_type = 'closed'
)

SELECT
    alert.alert_id,
    occasion.occasion_type,
    occasion.day_date,
    topic.topic_key,
    topic.title,
    alert.opened_date,
    alert.last_date,
    alert.closed_date,
    alert.quiet_until_date,
    alert.alert_day_count,
    alert.fired_article_count,
    alert.fired_total_count,
    alert.fired_story_count,
    alert.fired_owner_count,
    alert.fired_expected_count,
    alert.fired_surprise,
    alert.peak_date,
    alert.peak_article_count
FROM occasion
INNER JOIN mart.alert ON occasion.alert_id = alert.alert_id
INNER JOIN core.topic ON alert.topic_id = topic.topic_id
WHERE
    occasion.day_date >= %(since_date)s::date
    AND NOT EXISTS (
        SELECT 1
        FROM ops.alert_message
        WHERE
            alert_message.alert_id = occasion.alert_id
            AND alert_message.occasion_type = occasion.occasion_type
            AND alert_message.day_date = occasion.day_date
            AND alert_message.channel_type = %(channel_type)s
    )
ORDER BY occasion.day_date, alert.alert_id, array_position(ARRAY['opened', 'updated', 'closed'], occasion.occasion_type);
