-- How the polls went, by outcome.
-- Grain: one row per status and outcome, over all runs.
-- Parameters: none.
SELECT
    status_code,
    reason AS outcome_code,
    sum(item_count) AS poll_count
FROM ops.step_count
WHERE step_code = 'poll' AND status_code <> 'pending'
GROUP BY status_code, reason
ORDER BY status_code ASC, poll_count DESC;
