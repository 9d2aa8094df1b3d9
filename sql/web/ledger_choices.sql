-- What the ledger can be filtered by, with the number of its rows.
-- Grain: one row per field and value.
-- Parameters: none.
SELECT
    choice.field,
    choice.value,
    count(*) AS row_count
FROM mart.transfer_ledger
CROSS JOIN
    LATERAL (
        VALUES
        ('supplier', supplier_code),
        ('recipient', recipient_code),
        ('category', category_code),
        ('status', status_type)
    ) AS choice (field, value)
WHERE choice.value IS NOT NULL
GROUP BY choice.field, choice.value
ORDER BY choice.field, choice.value;
