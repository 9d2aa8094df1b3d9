-- Who reported a transfer first, and how long before the others?
-- Grain: one row per row of the ledger and source that made one of its claims, the first source first.
-- Parameters: none.
SELECT
    transfer_ledger.supplier_code,
    transfer_ledger.recipient_code,
    transfer_ledger.weapon,
    claim_evidence.source_name,
    min(coalesce(claim_evidence.published_at, claim_evidence.fetched_at)) AS first_claimed_at,
    count(*) AS claim_count
FROM mart.transfer_ledger
INNER JOIN mart.transfer_ledger_claim ON transfer_ledger.transfer_key = transfer_ledger_claim.transfer_key
INNER JOIN mart.claim_evidence ON transfer_ledger_claim.claim_key = claim_evidence.claim_key
GROUP BY
    transfer_ledger.transfer_key, transfer_ledger.supplier_code, transfer_ledger.recipient_code,
    transfer_ledger.weapon, claim_evidence.source_name
ORDER BY transfer_ledger.transfer_key, first_claimed_at;
