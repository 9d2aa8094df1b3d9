-- Takes a batch of items that are due and free. A lease is free when nobody holds it, when it has expired, or when its
-- owner's connection (and with it the owner's advisory lock) is gone. Items that were tried too often and never came
-- back, because each time the worker died, are quarantined instead of being handed out once more.
-- Parameters: step_code, owner, now, lease_seconds, batch_size, max_attempts, run_id, batch_number.
WITH due AS (
    SELECT
        item_id,
        attempt_count
    FROM ops.work
    WHERE
        step_code = %(step_code)s
        AND state_code IN ('pending', 'deferred')
        AND (retry_at IS NULL OR retry_at <= %(now)s)
        AND NOT ops.is_lease_held(lease_owner, lease_expires_at)
    ORDER BY sort_key, item_id
    LIMIT %(batch_size)s
    FOR UPDATE SKIP LOCKED
),

exhausted AS (
    UPDATE ops.work
    SET
        state_code = 'quarantined',
        reason = 'worker_died',
        error = 'Each of ' || work.attempt_count || ' workers that took this item ended before it was done',
        finished_at = %(now)s,
        lease_owner = NULL,
        lease_expires_at = NULL,
        run_id = %(run_id)s,
        batch_number = %(batch_number)s
    FROM due
    WHERE
        work.step_code = %(step_code)s
        AND work.item_id = due.item_id
        AND due.attempt_count > %(max_attempts)s
    RETURNING work.item_id
),

taken AS (
    UPDATE ops.work
    SET
        lease_owner = %(owner)s,
        lease_expires_at = clock_timestamp() + make_interval(secs => %(lease_seconds)s),
        attempt_count = work.attempt_count + 1
    FROM due
    WHERE
        work.step_code = %(step_code)s
        AND work.item_id = due.item_id
        AND due.attempt_count <= %(max_attempts)s
    RETURNING work.item_id
)

SELECT item_id
FROM taken
UNION ALL
-- A null for each item set aside: the caller must not take an empty batch for the end of the work.
SELECT NULL::bigint
FROM exhausted;
