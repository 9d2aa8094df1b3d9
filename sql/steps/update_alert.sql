-- Brings an alert up to date; the day and the numbers that it fired on stay. A row whose content stays keeps updated_at.
-- Parameters: alert_id, last_date, closed_date, quiet_until_date, state_type, alert_day_count, peak_date,
-- peak_article_count, peak_surprise, now.
UPDATE mart.alert
SET
    last_date = %(last_date)s,
    closed_date = %(closed_date)s,
    quiet_until_date = %(quiet_until_date)s,
    state_type = %(state_type)s,
    alert_day_count = %(alert_day_count)s,
    peak_date = %(peak_date)s,
    peak_article_count = %(peak_article_count)s,
    peak_surprise = %(peak_surprise)s,
    updated_at = %(now)s
WHERE
    alert_id = %(alert_id)s
    AND (
        last_date, closed_date, quiet_until_date, state_type, alert_day_count, peak_date, peak_article_count, peak_surprise
    ) IS DISTINCT FROM (
        %(last_date)s::date, %(closed_date)s::date, %(quiet_until_date)s::date, %(state_type)s::text,
        %(alert_day_count)s::integer, %(peak_date)s::date, %(peak_article_count)s::integer,
        %(peak_surprise)s::double precision
    );
