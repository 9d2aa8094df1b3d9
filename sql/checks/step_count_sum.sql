-- Runs whose counts by status claim more items than the queue knows to have been touched by them, or lack some.
-- Only runs that no later run has worked on again are compared: the queue remembers the last run of an item.
-- Grain: one row per run and step; none when all is well.
-- Severity: error. Stage: ingest.
WITH counted AS (
    SELECT
        run_id,
        step_code,
        batch_number,
        sum(item_count) AS item_count
    FROM ops.step_count
    WHERE status_code <> 'pending'
    GROUP BY run_id, step_code, batch_number
),

known AS (
    SELECT
        run_id,
        step_code,
        batch_number,
        count(*) AS item_count
    FROM ops.work
    WHERE run_id IS NOT NULL AND state_code <> 'pending'
    GROUP BY run_id, step_code, batch_number
)

SELECT
    known.run_id,
    known.step_code,
    known.batch_number,
    known.item_count AS known_count,
    coalesce(counted.item_count, 0) AS counted_count
FROM known
LEFT JOIN counted
    ON
        known.run_id = counted.run_id
        AND known.step_code = counted.step_code
        AND known.batch_number = counted.batch_number
WHERE known.item_count > coalesce(counted.item_count, 0);
