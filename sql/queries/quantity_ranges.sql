-- How many are said to have been delivered or ordered? Quantities as ranges, with the words on which they rest.
-- Grain: one row per row of the ledger that names a number, the largest first.
-- Parameters: none.
SELECT
    supplier_code,
    recipient_code,
    weapon,
    status_type,
    number_delivered_min,
    number_delivered_max,
    number_delivered_unit,
    number_delivered_texts,
    number_ordered_min,
    number_ordered_max,
    number_ordered_unit,
    number_ordered_texts
FROM mart.transfer_ledger
WHERE coalesce(number_delivered_min, number_delivered_max, number_ordered_min, number_ordered_max) IS NOT NULL
ORDER BY
    coalesce(number_delivered_max, number_delivered_min, number_ordered_max, number_ordered_min) DESC,
    transfer_key ASC;
