-- Writes the state of a set. Parameters: reprocess_id, state_code, now.
UPDATE ops.reprocess
SET state_code = %(state_code)s, changed_at = %(now)s
WHERE reprocess_id = %(reprocess_id)s;
