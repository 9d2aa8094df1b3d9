-- One row of the transfer ledger.
-- Grain: at most one row.
-- Parameters: transfer_key.
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
WHERE transfer_key = %(transfer_key)s;
