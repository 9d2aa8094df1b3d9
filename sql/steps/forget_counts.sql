-- Drops a task's counts before they are counted anew, so that a retried task replaces them.
-- Parameters: run_id, step_code, batch_number.
DELETE FROM ops.step_count
WHERE run_id = %(run_id)s AND step_code = %(step_code)s AND batch_number = %(batch_number)s;
