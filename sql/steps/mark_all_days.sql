-- Makes every day of the warehouse dirty: a topic is new or was changed.
-- Parameters: now.
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT
    day_date,
    %(now)s::timestamptz
FROM (
    SELECT effective_date AS day_date FROM core.article WHERE is_current
    UNION
    SELECT day_date FROM mart.feed_day
) AS known_day
ORDER BY day_date
ON CONFLICT (day_date) DO UPDATE SET marked_at = excluded.marked_at;
