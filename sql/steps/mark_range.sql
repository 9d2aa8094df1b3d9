-- Marks the days of a range as changed, the days of both ends included.
-- Parameters: from, to, now.
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT
    series.day::date,
    %(now)s::timestamptz
FROM generate_series(
    (%(from)s::timestamptz AT TIME ZONE 'UTC')::date::timestamp,
    (%(to)s::timestamptz AT TIME ZONE 'UTC')::date::timestamp,
    interval '1 day'
) AS series (day)
ON CONFLICT (day_date) DO UPDATE SET marked_at = excluded.marked_at;
