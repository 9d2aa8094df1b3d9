-- What people corrected: carried over to the claim that another version of the rules made, or orphaned where there is none.
-- Grain: one row per correction, the newest first.
-- Parameters: claim_keys (text[], null = all), row_count.
SELECT
    correction.correction_id,
    correction.claim_key,
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
WHERE %(claim_keys)s::text[] IS NULL OR correction.claim_key = any(%(claim_keys)s::text[])
ORDER BY correction.correction_id DESC
LIMIT %(row_count)s;
