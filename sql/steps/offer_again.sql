-- Passes items on to a step, also those that it has done before: their input has changed.
-- A held lease is broken, so that a worker that still computes from the old input stores nothing.
-- Parameters: step_code, item_ids (bigint[]), sort_keys (text[]), now.
INSERT INTO ops.work (step_code, item_id, sort_key, offered_at)
SELECT
    %(step_code)s,
    item_id,
    sort_key,
    %(now)s
FROM unnest(%(item_ids)s::bigint[], %(sort_keys)s::text[]) AS item (item_id, sort_key)
ORDER BY item_id
ON CONFLICT (step_code, item_id) DO UPDATE
    SET
        state_code = 'pending',
        reason = NULL,
        error = NULL,
        attempt_count = 0,
        offered_at = excluded.offered_at,
        retry_at = NULL,
        finished_at = NULL,
        lease_owner = NULL,
        lease_expires_at = NULL;
