-- Keeps what a check of a run found; a retry replaces it.
-- Grain: one row. Parameters: run_id, check_code, severity_code, row_count, samples, duration_seconds, now.
INSERT INTO ops.check_result (run_id, check_code, severity_code, row_count, samples, duration_seconds, checked_at)
VALUES (
    %(run_id)s, %(check_code)s, %(severity_code)s, %(row_count)s, %(samples)s, %(duration_seconds)s, %(now)s
)
ON CONFLICT (run_id, check_code) DO UPDATE SET
    severity_code = excluded.severity_code,
    row_count = excluded.row_count,
    samples = excluded.samples,
    duration_seconds = excluded.duration_seconds,
    checked_at = excluded.checked_at;
