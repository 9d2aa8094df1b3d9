-- In Airflow's metadata: fails test runs that no process works on any more.
-- Parameters: now.
UPDATE dag_run
SET
    state = 'failed',
    end_date = %(now)s
WHERE triggered_by = 'TEST' AND state IN ('running', 'queued');
