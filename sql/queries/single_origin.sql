-- Which rows of the ledger rest on one origin alone, however many outlets print it?
-- Grain: one row per row of the ledger, the most printed first.
-- Parameters: none.
SELECT
    supplier_code,
    recipient_code,
    weapon,
    status_type,
    claim_count,
    owner_count,
    first_claim_date
FROM mart.transfer_ledger
WHERE origin_count <= 1
ORDER BY owner_count DESC, claim_count DESC, transfer_key ASC;
