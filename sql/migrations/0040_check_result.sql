-- What the data checks (sql/checks) found, run by run.

CREATE TABLE ops.check_result (
    run_id bigint NOT NULL REFERENCES ops.run (run_id),
    check_code text NOT NULL,
    severity_code text NOT NULL CHECK (severity_code IN ('warning', 'error')),
    row_count bigint NOT NULL,
    samples jsonb NOT NULL,
    duration_seconds double precision NOT NULL,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, check_code)
);
COMMENT ON TABLE ops.check_result IS 'One data check of one run: what it found; replaced when the task is retried';
COMMENT ON COLUMN ops.check_result.run_id IS 'The run';
COMMENT ON COLUMN ops.check_result.check_code IS 'The file in sql/checks, without its ending';
COMMENT ON COLUMN ops.check_result.severity_code IS 'warning (told, does not stop the run) or error (fails the run)';
COMMENT ON COLUMN ops.check_result.row_count IS 'Rows that it found wrong; 0 when all is well';
COMMENT ON COLUMN ops.check_result.samples IS 'The first few of these rows';
COMMENT ON COLUMN ops.check_result.duration_seconds IS 'How long it took, in seconds';
COMMENT ON COLUMN ops.check_result.checked_at IS 'When it ran';
