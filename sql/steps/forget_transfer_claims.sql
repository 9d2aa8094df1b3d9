-- Drops the claims of some rows of the ledger before they are written anew.
-- Parameters: transfer_keys (text[]).
DELETE FROM mart.transfer_ledger_claim
WHERE transfer_key = any(%(transfer_keys)s::text[]);
