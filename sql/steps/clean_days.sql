-- Forgets the days that were refreshed, unless something marked them anew meanwhile.
-- Parameters: days (date[]), marked_before.
DELETE FROM ops.dirty_day
WHERE day_date = any(%(days)s::date[]) AND marked_at <= %(marked_before)s;
