-- Drops the claims of the ledger's rows before they are written anew.
-- Parameters: none.
DELETE FROM mart.transfer_ledger_claim;
