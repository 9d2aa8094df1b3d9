-- In Airflow's metadata: fails the open tasks of test runs that no process works on any more.
-- Parameters: now.
UPDATE task_instance
SET
    state = 'failed',
    end_date = %(now)s
FROM dag_run
WHERE
    task_instance.dag_id = dag_run.dag_id
    AND task_instance.run_id = dag_run.run_id
    AND dag_run.triggered_by = 'TEST'
    AND dag_run.state IN ('running', 'queued')
    AND (
        task_instance.state IS NULL
        OR task_instance.state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'removed')
    );
