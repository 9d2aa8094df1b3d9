-- The days whose marts are to be refreshed: those marked, those still open at the last refresh, and those since then.
-- Parameters: now.
WITH present AS (
    SELECT (%(now)s::timestamptz AT TIME ZONE 'UTC')::date AS day_date
)

SELECT day_date FROM ops.dirty_day
UNION
SELECT day_date FROM mart.topic_day WHERE is_open
UNION
SELECT series.day::date
FROM present
CROSS JOIN
    LATERAL generate_series(
        coalesce((SELECT max(day_date) FROM mart.feed_day), present.day_date)::timestamp,
        present.day_date::timestamp,
        interval '1 day'
    ) AS series (day)
ORDER BY day_date;
