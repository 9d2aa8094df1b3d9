-- How many matching articles of a day are no copies: a day that only copies make loud must not alert.
ALTER TABLE mart.topic_day ADD COLUMN original_count integer;
COMMENT ON COLUMN mart.topic_day.original_count IS 'Of the matching articles, those that are no copies; null on a gap day';
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT DISTINCT
    day_date,
    now()
FROM mart.topic_day
ON CONFLICT (day_date) DO NOTHING;
