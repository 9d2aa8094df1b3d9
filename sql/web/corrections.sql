-- What people corrected; a correction whose target is gone is shown as orphaned.
-- Grain: one row per correction, the newest first.
-- Parameters: target_keys (text[], null = all), row_count.
SELECT
    correction.correction_id,
    correction.target_type,
    correction.target_key,
    correction.field,
    correction.old_value,
    correction.new_value,
    correction.reason,
    correction.author,
    correction.created_at,
    CASE
        WHEN correction.target_type = 'claim'
            THEN NOT EXISTS (
                SELECT 1
                FROM core.claim
                WHERE claim.claim_key = correction.target_key AND claim.is_current
            )
        ELSE NOT EXISTS (
            SELECT 1
            FROM core.event_evidence
            WHERE event_evidence.event_key = correction.target_key AND event_evidence.is_current
        )
    END AS is_orphaned,
    (
        SELECT min(transfer_ledger_claim.transfer_key)
        FROM mart.transfer_ledger_claim
        WHERE transfer_ledger_claim.claim_key = correction.target_key
    ) AS transfer_key
FROM core.correction
WHERE %(target_keys)s::text[] IS NULL OR correction.target_key = any(%(target_keys)s::text[])
ORDER BY correction.correction_id DESC
LIMIT %(row_count)s;
