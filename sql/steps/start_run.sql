-- Registers a run, or finds it when it is there already (a retried task starts the same run again).
-- Parameters: dag_id, dag_run_id, code_version, now, interval_start_at, interval_end_at (may be null).
INSERT INTO ops.run (
    dag_id, dag_run_id, data_interval_start_at, data_interval_end_at, code_version, started_at
)
VALUES (%(dag_id)s, %(dag_run_id)s, %(interval_start_at)s, %(interval_end_at)s, %(code_version)s, %(now)s)
ON CONFLICT (dag_id, dag_run_id) DO UPDATE SET code_version = excluded.code_version
RETURNING run_id;
