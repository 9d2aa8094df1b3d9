-- Drops a run's counts of open items before they are counted anew.
-- Parameters: run_id, step_codes (text[]).
DELETE FROM ops.step_count
WHERE run_id = %(run_id)s AND step_code = any(%(step_codes)s::text[]) AND status_code = 'pending';
