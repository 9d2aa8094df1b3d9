-- Counts the items that a task of a run has touched, by state and reason.
-- Parameters: run_id, step_code, batch_number.
INSERT INTO ops.step_count (run_id, step_code, batch_number, status_code, reason, item_count)
SELECT
    run_id,
    step_code,
    batch_number,
    state_code,
    coalesce(reason, ''),
    count(*)
FROM ops.work
WHERE run_id = %(run_id)s AND step_code = %(step_code)s AND batch_number = %(batch_number)s
GROUP BY run_id, step_code, batch_number, state_code, coalesce(reason, '');
