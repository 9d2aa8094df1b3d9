-- Notes that a message about an alert was delivered.
-- Parameters: alert_id, occasion_type, day_date, channel_type, now.
INSERT INTO ops.alert_message (alert_id, occasion_type, day_date, channel_type, sent_at)
VALUES (%(alert_id)s, %(occasion_type)s, %(day_date)s, %(channel_type)s, %(now)s)
ON CONFLICT (alert_id, occasion_type, day_date, channel_type) DO NOTHING;
