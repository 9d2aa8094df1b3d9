-- Which parts of the ledger the articles of some days touch: what their claims say now, and the rows made of them before.
-- Grain: one row per supplier, recipient (empty where unknown) and category. Parameters: days (date[]).
SELECT
    coalesce(supplier.code, '') AS supplier_code,
    coalesce(recipient.code, '') AS recipient_code,
    claim.category_code
FROM core.article
INNER JOIN core.corrected_claim AS claim ON article.article_id = claim.article_id
LEFT JOIN LATERAL unnest(claim.supplier_codes) AS supplier (code) ON TRUE
LEFT JOIN LATERAL unnest(claim.recipient_codes) AS recipient (code) ON TRUE
WHERE article.is_current AND article.effective_date = any(%(days)s::date[])
UNION
SELECT
    coalesce(transfer_ledger.supplier_code, '') AS supplier_code,
    coalesce(transfer_ledger.recipient_code, '') AS recipient_code,
    transfer_ledger.category_code
FROM mart.transfer_ledger_claim
INNER JOIN mart.transfer_ledger ON transfer_ledger_claim.transfer_key = transfer_ledger.transfer_key
WHERE transfer_ledger_claim.day_date = any(%(days)s::date[])
ORDER BY supplier_code, recipient_code, category_code;
