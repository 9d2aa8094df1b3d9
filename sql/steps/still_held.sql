-- The items of a batch whose lease is still the worker's own, locked until the transaction ends.
-- Parameters: step_code, owner, item_ids (bigint[]).
SELECT
    item_id,
    attempt_count
FROM ops.work
WHERE
    step_code = %(step_code)s
    AND lease_owner = %(owner)s
    AND item_id = any(%(item_ids)s::bigint[])
ORDER BY item_id
FOR UPDATE;
