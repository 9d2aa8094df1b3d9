-- A current claim, and the row of the ledger that shows it.
-- Grain: at most one row.
-- Parameters: claim_key.
SELECT
    claim.claim_key,
    transfer_ledger_claim.transfer_key
FROM core.claim
LEFT JOIN mart.transfer_ledger_claim ON claim.claim_key = transfer_ledger_claim.claim_key
WHERE claim.claim_key = %(claim_key)s AND claim.is_current
ORDER BY transfer_ledger_claim.link_type ASC NULLS LAST
LIMIT 1;
