-- Counts the polls of a task by outcome: done where a document or "not modified" came, deferred where the feed is asked
-- again later.
-- Parameters: run_id, step_code, batch_number.
INSERT INTO ops.step_count (run_id, step_code, batch_number, status_code, reason, item_count)
SELECT
    %(run_id)s,
    %(step_code)s,
    %(batch_number)s,
    CASE WHEN is_good THEN 'done' ELSE 'deferred' END,
    outcome_code,
    count(*)
FROM raw.feed_poll
WHERE run_id = %(run_id)s AND batch_number = %(batch_number)s
GROUP BY is_good, outcome_code;
