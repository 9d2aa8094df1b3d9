-- Drops the event dates that event_day.sql is about to compute anew: those told on the changed days, then or now.
-- Parameters: days (date[]).
DELETE FROM mart.event_day
USING mart.event_day_report
WHERE
    event_day_report.day_date = any(%(days)s::date[])
    AND event_day.topic_id = event_day_report.topic_id
    AND event_day.event_date = event_day_report.event_date;
