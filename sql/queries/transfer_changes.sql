-- Which rows of the ledger came, changed their status or went since a day?
-- Grain: one row per change, the newest first.
-- Parameters: since_date, country_code (null = all; else supplier or recipient).
SELECT
    changed_at,
    change_type,
    supplier_code,
    recipient_code,
    weapon,
    old_status_type,
    new_status_type,
    transfer_key
FROM mart.transfer_change
WHERE
    changed_at >= %(since_date)s::date::timestamp AT TIME ZONE 'UTC'
    AND (
        %(country_code)s::text IS NULL
        OR %(country_code)s::text IN (supplier_code, recipient_code)
    )
ORDER BY changed_at DESC, transfer_change_id DESC;
