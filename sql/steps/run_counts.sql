-- Counts of a run by step, status and reason.
-- Parameters: run_id, step_codes (text[]).
SELECT
    step_code,
    status_code,
    reason,
    sum(item_count) AS item_count
FROM ops.step_count
WHERE run_id = %(run_id)s AND step_code = any(%(step_codes)s::text[])
GROUP BY step_code, status_code, reason
ORDER BY step_code, status_code, reason;
