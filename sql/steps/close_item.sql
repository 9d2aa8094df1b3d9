-- Writes the state in which a step leaves an item and gives its lease back.
-- Parameters: step_code, item_id, state_code, reason, error, retry_at, now, run_id, batch_number.
UPDATE ops.work
SET
    state_code = %(state_code)s,
    reason = %(reason)s,
    error = %(error)s,
    retry_at = %(retry_at)s,
    finished_at = %(now)s,
    lease_owner = NULL,
    lease_expires_at = NULL,
    run_id = %(run_id)s,
    batch_number = %(batch_number)s
WHERE step_code = %(step_code)s AND item_id = %(item_id)s;
