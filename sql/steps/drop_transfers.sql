-- Drops rows of the ledger that no claims make up any more.
-- Parameters: transfer_keys (text[]).
DELETE FROM mart.transfer_ledger
WHERE transfer_key = any(%(transfer_keys)s::text[]);
