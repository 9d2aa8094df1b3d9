-- The data checks as their latest run found them.
-- Grain: one row per check; what failed comes first.
-- Parameters: none.
SELECT
    check_result.check_code,
    check_result.severity_code,
    check_result.row_count,
    check_result.samples,
    check_result.duration_seconds,
    check_result.checked_at,
    run.dag_id,
    run.dag_run_id
FROM ops.check_result
INNER JOIN ops.run ON check_result.run_id = run.run_id
WHERE check_result.run_id = (SELECT latest.run_id FROM ops.check_result AS latest ORDER BY latest.checked_at DESC LIMIT 1)
ORDER BY check_result.row_count = 0, check_result.severity_code, check_result.check_code;
