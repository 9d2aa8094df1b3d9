-- The present values of a claim, and the ledger's row that shows it.
-- Grain: at most one row.
-- Parameters: claim_key.
SELECT
    claim.claim_key,
    claim.supplier_codes,
    claim.recipient_codes,
    claim.intermediary_codes,
    claim.weapon_text,
    claim.designation,
    claim.category_code,
    claim.quantity_min,
    claim.quantity_max,
    claim.unit,
    claim.deal_type,
    claim.claimant_text,
    claim.claimant_country_code,
    claim.claimant_class_type,
    claim.stance_type,
    claim.modality_type,
    claim.is_negated,
    claim.delivery_from_date,
    claim.delivery_to_date,
    claim.date_precision_type,
    transfer_ledger_claim.transfer_key
FROM core.claim
LEFT JOIN mart.transfer_ledger_claim ON claim.claim_key = transfer_ledger_claim.claim_key
WHERE claim.claim_key = %(claim_key)s AND claim.is_current
ORDER BY transfer_ledger_claim.link_type NULLS LAST
LIMIT 1;
