-- What people corrected: carried over to the claim or event that another version of the rules made, or orphaned.
-- Grain: one row per correction, the newest first.
-- Parameters: target_keys (text[], null = all), row_count.
SELECT
    correction.correction_id,
    correction.target_type,
    correction.claim_key,
    correction.event_key,
    correction.field,
    correction.old_value,
    correction.new_value,
    correction.reason,
    correction.author,
    correction.created_at,
    correction.sentence_text,
    correction.is_carried,
    correction.is_orphaned,
    (
        SELECT min(transfer_ledger_claim.transfer_key)
        FROM mart.transfer_ledger_claim
        WHERE transfer_ledger_claim.claim_key = correction.claim_key
    ) AS transfer_key
FROM mart.correction
WHERE
    %(target_keys)s::text[] IS NULL
    OR coalesce(correction.claim_key, correction.event_key) = any(%(target_keys)s::text[])
ORDER BY correction.correction_id DESC
LIMIT %(row_count)s;
