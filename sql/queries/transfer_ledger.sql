-- Which arms transfers are claimed, by whom, how many, and what their status is.
-- Grain: one row per supplier, recipient, weapon and delivery episode; confirmed first, then by number of origins.
-- Parameters: supplier_code (null = all), recipient_code (null = all).
SELECT
    supplier_code,
    recipient_code,
    weapon,
    category_code,
    status_type,
    stage_type,
    has_party_denial,
    number_delivered_min,
    number_delivered_max,
    number_delivered_unit,
    number_delivered_texts,
    number_ordered_min,
    number_ordered_max,
    claim_count,
    owner_count,
    origin_count,
    first_claim_date,
    last_claim_date,
    transfer_key
FROM mart.transfer_ledger
WHERE
    (%(supplier_code)s::text IS NULL OR supplier_code = %(supplier_code)s::text)
    AND (%(recipient_code)s::text IS NULL OR recipient_code = %(recipient_code)s::text)
ORDER BY
    array_position(ARRAY['confirmed', 'disputed', 'alleged', 'denied', 'retracted'], status_type),
    origin_count DESC,
    claim_count DESC,
    transfer_key ASC;
