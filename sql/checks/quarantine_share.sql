-- Steps of the last run that set aside more than a tenth of 20 items or more: something in the world or here has changed.
-- Grain: one row per such step; none when all is well.
-- Severity: warning. Stage: ingest.
SELECT
    step_code,
    sum(item_count) FILTER (WHERE status_code = 'quarantined') AS quarantined_count,
    sum(item_count) AS item_count
FROM ops.step_count
WHERE
    status_code <> 'pending'
    AND run_id = (SELECT max(run.run_id) FROM ops.run WHERE run.dag_id = 'ingest_news')
GROUP BY step_code
HAVING sum(item_count) >= 20 AND coalesce(sum(item_count) FILTER (WHERE status_code = 'quarantined'), 0) * 10 > sum(item_count);
