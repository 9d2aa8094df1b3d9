-- The alerts of a topic that were opened on a day or later.
-- Grain: one row per alert, in the order of opening. Parameters: topic_id, from_date.
SELECT
    alert_id,
    opened_date,
    last_date,
    closed_date
FROM mart.alert
WHERE topic_id = %(topic_id)s AND opened_date >= %(from_date)s
ORDER BY opened_date;
