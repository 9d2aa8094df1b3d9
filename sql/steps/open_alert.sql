-- Opens an alert with the numbers that it fired on.
-- Parameters: the columns of mart.alert, now.
INSERT INTO mart.alert (
    topic_id, opened_date, last_date, closed_date, quiet_until_date, state_type, alert_day_count, fired_article_count,
    fired_total_count, fired_story_count, fired_owner_count, fired_expected_count, fired_z_score, fired_surprise,
    peak_date, peak_article_count, peak_surprise, opened_at, updated_at
)
VALUES (
    %(topic_id)s, %(opened_date)s, %(last_date)s, %(closed_date)s, %(quiet_until_date)s, %(state_type)s,
    %(alert_day_count)s, %(article_count)s, %(total_count)s, %(story_count)s, %(owner_count)s, %(expected_count)s,
    %(z_score)s, %(surprise)s, %(peak_date)s, %(peak_article_count)s, %(peak_surprise)s, %(now)s, %(now)s
);
