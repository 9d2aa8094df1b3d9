-- The transfer ledger, by parties, category, status and words.
-- Grain: one row per transfer, the latest claim first.
-- Parameters: supplier_code, recipient_code, category_code, status_type, weapon_words (each null = all), row_count.
SELECT
    transfer_key,
    supplier_code,
    recipient_code,
    weapon,
    designation,
    category_code,
    status_type,
    stage_type,
    has_party_denial,
    number_ordered_min,
    number_ordered_max,
    number_ordered_unit,
    number_ordered_texts,
    number_delivered_min,
    number_delivered_max,
    number_delivered_unit,
    number_delivered_texts,
    order_year,
    delivery_from_date,
    delivery_to_date,
    date_precision_type,
    deal_type,
    intermediary_codes,
    claim_count,
    owner_count,
    origin_count,
    claimant_class_counts,
    first_claim_date,
    last_claim_date,
    computed_at
FROM mart.transfer_ledger
WHERE
    (%(supplier_code)s::text IS NULL OR supplier_code = %(supplier_code)s)
    AND (%(recipient_code)s::text IS NULL OR recipient_code = %(recipient_code)s)
    AND (%(category_code)s::text IS NULL OR category_code = %(category_code)s)
    AND (%(status_type)s::text IS NULL OR status_type = %(status_type)s)
    AND (
        %(weapon_words)s::text IS NULL
        OR strpos(lower(weapon || ' ' || coalesce(designation, '')), lower(%(weapon_words)s)) > 0
    )
ORDER BY last_claim_date DESC NULLS LAST, transfer_key ASC
LIMIT %(row_count)s;
