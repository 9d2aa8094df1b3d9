-- Indexes by which the refresh of a new day reads that day and the touched parts of the ledger, not the whole history.

CREATE INDEX feed_item_key_first_seen ON raw.feed_item_key (first_seen_at);

CREATE FUNCTION core.ledger_scopes(supplier_codes text[], recipient_codes text[], category_code text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT array_agg(supplier.code || '>' || recipient.code || ':' || category_code)
FROM unnest(CASE WHEN supplier_codes = '{}' THEN '{""}' ELSE supplier_codes END) AS supplier (code)
CROSS JOIN unnest(CASE WHEN recipient_codes = '{}' THEN '{""}' ELSE recipient_codes END) AS recipient (code)
$$;
COMMENT ON FUNCTION core.ledger_scopes IS
'The parts of the ledger that a claim can belong to: PRK>RUS:missiles, with an empty code where a party is unknown';

DROP INDEX core.claim_parties;
CREATE INDEX claim_ledger_scopes ON core.claim
USING gin (core.ledger_scopes(supplier_codes, recipient_codes, category_code)) WHERE is_current;
