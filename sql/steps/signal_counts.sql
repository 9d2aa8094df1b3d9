-- The daily counts that the signals of some days rest on, and those days' successors.
-- Grain: one row per topic and day, in this order.
-- Parameters: from_date, to_date.
SELECT
    topic_id,
    day_date,
    coalesce(article_count, 0) AS matching_count,
    total_count,
    -- Forty outlets that print one agency's words are one voice.
    least(owner_count, origin_count) AS independent_owner_count,
    original_count
FROM mart.topic_day
WHERE day_date BETWEEN %(from_date)s AND %(to_date)s
ORDER BY topic_id, day_date;
