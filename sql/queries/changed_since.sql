-- What changed since a day: new rows of the ledger, and rows that got further claims?
-- Grain: one row per row of the ledger with a claim since then, the newest first.
-- Parameters: since_date.
SELECT
    supplier_code,
    recipient_code,
    weapon,
    status_type,
    first_claim_date >= %(since_date)s::date AS is_new,
    first_claim_date,
    last_claim_date,
    claim_count,
    transfer_key
FROM mart.transfer_ledger
WHERE last_claim_date >= %(since_date)s::date
ORDER BY is_new DESC, last_claim_date DESC, transfer_key ASC;
