-- On which sentences does a row of the ledger rest?
-- Grain: one row per claim, in time order.
-- Parameters: transfer_key.
SELECT
    claim_evidence.effective_date,
    claim_evidence.source_name,
    claim_evidence.url,
    claim_evidence.sentence_text,
    claim_evidence.start_char - claim_evidence.sentence_start_char AS claim_start_char,
    claim_evidence.end_char - claim_evidence.sentence_start_char AS claim_end_char,
    claim_evidence.claimant_text,
    claim_evidence.stance_type,
    claim_evidence.modality_type,
    claim_evidence.hedge_text,
    claim_evidence.confidence,
    claim_evidence.page_sha256,
    claim_evidence.claim_key,
    transfer_ledger_claim.link_type
FROM mart.transfer_ledger_claim
INNER JOIN mart.claim_evidence ON transfer_ledger_claim.claim_key = claim_evidence.claim_key
WHERE transfer_ledger_claim.transfer_key = %(transfer_key)s
ORDER BY claim_evidence.effective_date, claim_evidence.claim_key;
