-- Withdraws an alert whose days no longer stand out after a revision; it stays listed with the numbers it fired on.
-- Parameters: alert_id, now.
UPDATE mart.alert
SET
    state_type = 'withdrawn',
    closed_date = coalesce(closed_date, (%(now)s::timestamptz AT TIME ZONE 'UTC')::date),
    quiet_until_date = NULL,
    updated_at = %(now)s
WHERE alert_id = %(alert_id)s AND state_type <> 'withdrawn';
