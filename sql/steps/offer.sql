-- Passes items on to a step; items that it has already are left alone.
-- Parameters: step_code, item_ids (bigint[]), sort_keys (text[]), now.
INSERT INTO ops.work (step_code, item_id, sort_key, offered_at)
SELECT
    %(step_code)s,
    item_id,
    sort_key,
    %(now)s
FROM unnest(%(item_ids)s::bigint[], %(sort_keys)s::text[]) AS item (item_id, sort_key)
ORDER BY item_id
ON CONFLICT (step_code, item_id) DO NOTHING;
