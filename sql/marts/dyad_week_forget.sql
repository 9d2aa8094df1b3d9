-- Drops the weeks that dyad_week.sql is about to compute anew: a dyad whose last event went away must go too.
-- Parameters: days (date[]).
DELETE FROM mart.dyad_week
WHERE week_date IN (SELECT date_trunc('week', day_date)::date FROM unnest(%(days)s::date[]) AS day (day_date));
