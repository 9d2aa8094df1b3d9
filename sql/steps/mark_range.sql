-- Marks the days of a range as changed, the days of both ends included.
-- Parameters: first_at, last_at, now.
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT
    series.day::date,
    %(now)s::timestamptz
FROM
    generate_series(
        (%(first_at)s::timestamptz AT TIME ZONE 'UTC')::date::timestamp,
        (%(last_at)s::timestamptz AT TIME ZONE 'UTC')::date::timestamp,
        interval '1 day'
    ) AS series (day)
ON CONFLICT (day_date) DO UPDATE SET marked_at = excluded.marked_at;
