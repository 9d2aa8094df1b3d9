-- Takes a batch of pages to fetch that are due and free, and whose host no other worker asks at the moment: politeness is
-- kept within a worker. Run under an advisory lock, so that two workers cannot take the same host at once. No host fills
-- the batch alone: of each at most max_per_host pages are taken. Pages that were tried too often and never came back,
-- because each time the worker died, are quarantined instead of being handed out once more.
-- Parameters: step_code, owner, now, lease_seconds, batch_size, max_attempts, max_per_host, run_id, batch_number.
WITH busy_host AS (
    SELECT DISTINCT page_key.host
    FROM ops.work
    INNER JOIN raw.page_key ON work.item_id = page_key.page_id
    WHERE
        work.step_code = %(step_code)s
        AND work.lease_owner IS NOT NULL
        AND work.lease_owner <> %(owner)s
        AND ops.is_lease_held(work.lease_owner, work.lease_expires_at)
),

held_host AS (
    SELECT host
    FROM raw.host_hold
    WHERE held_until_at > %(now)s
),

free_page AS (
    SELECT
        work.item_id,
        work.attempt_count,
        row_number() OVER (PARTITION BY page_key.host ORDER BY work.item_id) AS number_of_host
    FROM ops.work
    INNER JOIN raw.page_key ON work.item_id = page_key.page_id
    WHERE
        work.step_code = %(step_code)s
        AND work.state_code IN ('pending', 'deferred')
        AND (work.retry_at IS NULL OR work.retry_at <= %(now)s)
        AND NOT ops.is_lease_held(work.lease_owner, work.lease_expires_at)
        AND page_key.host NOT IN (SELECT host FROM busy_host)
        AND page_key.host NOT IN (SELECT host FROM held_host)
),

due AS (
    SELECT
        item_id,
        attempt_count
    FROM free_page
    WHERE number_of_host <= %(max_per_host)s
    ORDER BY number_of_host, item_id
    LIMIT %(batch_size)s
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
