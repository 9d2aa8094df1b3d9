-- Denials against confirmations: who says what of the same transfer?
-- Grain: one row per row of the ledger, claimant and stance.
-- Parameters: none.
SELECT
    transfer_ledger.supplier_code,
    transfer_ledger.recipient_code,
    transfer_ledger.weapon,
    transfer_ledger.status_type,
    claim_evidence.claimant_text,
    claim_evidence.claimant_country_code,
    claim_evidence.stance_type,
    count(*) AS claim_count,
    min(claim_evidence.effective_date) AS first_date
FROM mart.transfer_ledger
INNER JOIN mart.transfer_ledger_claim ON transfer_ledger.transfer_key = transfer_ledger_claim.transfer_key
INNER JOIN mart.claim_evidence ON transfer_ledger_claim.claim_key = claim_evidence.claim_key
WHERE transfer_ledger.has_party_denial OR transfer_ledger.status_type IN ('disputed', 'denied', 'retracted')
GROUP BY
    transfer_ledger.transfer_key, transfer_ledger.supplier_code, transfer_ledger.recipient_code, transfer_ledger.weapon,
    transfer_ledger.status_type, claim_evidence.claimant_text, claim_evidence.claimant_country_code,
    claim_evidence.stance_type
ORDER BY transfer_ledger.transfer_key, first_date, claim_evidence.claimant_text;
