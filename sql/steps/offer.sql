-- Passes items on to a step; items that it has already are left alone.
-- Parameters: step_code, item_ids (bigint[]), now.
INSERT INTO ops.work (step_code, item_id, offered_at)
SELECT
    %(step_code)s,
    item_id,
    %(now)s
FROM unnest(%(item_ids)s::bigint[]) AS item (item_id)
ORDER BY item_id
ON CONFLICT (step_code, item_id) DO NOTHING;
