-- What became of every item, by step: what was offered, done, skipped, set aside and is still open; the counts add up.
-- Grain: one row per step, status and reason, over all runs.
-- Parameters: none.
SELECT
    step_code,
    state_code AS status_code,
    coalesce(reason, '') AS reason,
    count(*) AS item_count
FROM ops.work
GROUP BY step_code, state_code, coalesce(reason, '')
ORDER BY
    array_position(ARRAY['fetch', 'extract', 'group', 'annotate'], step_code),
    array_position(ARRAY['done', 'skipped', 'quarantined', 'deferred', 'pending'], state_code),
    item_count DESC;
