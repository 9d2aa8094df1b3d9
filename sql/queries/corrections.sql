-- What was corrected by whom and why, and which corrections wait for their claim or event since a re-extraction?
-- Grain: one row per correction, the orphaned ones first, then the newest.
-- Parameters: none.
SELECT
    is_orphaned,
    created_at,
    author,
    target_type,
    claim_key,
    event_key,
    field,
    old_value,
    new_value,
    reason,
    is_carried,
    sentence_text
FROM mart.correction
ORDER BY is_orphaned DESC, created_at DESC, correction_id DESC;
