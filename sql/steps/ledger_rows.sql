-- The present rows of some parts of the ledger, with their claims.
-- Grain: one row per row of the ledger. Parameters: suppliers (text[]), recipients (text[], empty where unknown).
SELECT
    transfer_ledger.transfer_key,
    transfer_ledger.supplier_code,
    transfer_ledger.recipient_code,
    transfer_ledger.category_code,
    transfer_ledger.weapon,
    transfer_ledger.status_type,
    array(
        SELECT transfer_ledger_claim.claim_key
        FROM mart.transfer_ledger_claim
        WHERE
            transfer_ledger_claim.transfer_key = transfer_ledger.transfer_key
            AND transfer_ledger_claim.link_type = 'claim'
    ) AS claim_keys
FROM mart.transfer_ledger
WHERE
    (coalesce(transfer_ledger.supplier_code, ''), coalesce(transfer_ledger.recipient_code, '')) IN (
        SELECT
            pair.supplier_code,
            pair.recipient_code
        FROM unnest(%(suppliers)s::text[], %(recipients)s::text[]) AS pair (supplier_code, recipient_code)
    )
ORDER BY transfer_ledger.transfer_key;
