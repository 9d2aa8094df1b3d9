-- What a run of a DAG has counted so far, by step and status.
-- Grain: one row per step and status. Parameters: dag_id, dag_run_id.
SELECT
    step_count.step_code,
    step_count.status_code,
    sum(step_count.item_count) AS item_count
FROM ops.step_count
INNER JOIN ops.run ON step_count.run_id = run.run_id
WHERE run.dag_id = %(dag_id)s AND run.dag_run_id = %(dag_run_id)s
GROUP BY step_count.step_code, step_count.status_code
ORDER BY step_count.step_code, step_count.status_code;
