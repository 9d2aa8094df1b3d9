-- How many items a step could take now.
-- Parameters: step_code, now.
SELECT count(*)
FROM ops.work
WHERE
    step_code = %(step_code)s
    AND state_code IN ('pending', 'deferred')
    AND (retry_at IS NULL OR retry_at <= %(now)s);
