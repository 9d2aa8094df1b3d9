-- Counts the items that a run leaves open: never tried, or deferred by an earlier run and not yet due.
-- Parameters: run_id, step_codes (text[]).
INSERT INTO ops.step_count (run_id, step_code, batch_number, status_code, reason, item_count)
SELECT
    %(run_id)s,
    step_code,
    0,
    'pending',
    coalesce(reason, ''),
    count(*)
FROM ops.work
WHERE
    step_code = any(%(step_codes)s::text[])
    AND state_code IN ('pending', 'deferred')
    AND run_id IS DISTINCT FROM %(run_id)s
GROUP BY step_code, coalesce(reason, '');
