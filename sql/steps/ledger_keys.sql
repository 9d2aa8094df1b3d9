-- The keys of the ledger's present rows.
-- Parameters: none.
SELECT transfer_key
FROM mart.transfer_ledger
ORDER BY transfer_key;
