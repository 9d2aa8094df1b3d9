-- Rows of the ledger that rest on no current claim with a sentence.
-- Grain: one row per such row; none when all is well.
-- Severity: error. Stage: track.
SELECT transfer_ledger.transfer_key
FROM mart.transfer_ledger
WHERE NOT EXISTS (
    SELECT 1
    FROM mart.transfer_ledger_claim
    INNER JOIN mart.claim_evidence ON transfer_ledger_claim.claim_key = claim_evidence.claim_key
    WHERE transfer_ledger_claim.transfer_key = transfer_ledger.transfer_key
);
