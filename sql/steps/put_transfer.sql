-- Adds a row of the ledger or brings it up to date; a row whose content stays keeps its computed_at.
-- Parameters: the columns of mart.transfer_ledger.
INSERT INTO mart.transfer_ledger (
    transfer_key, supplier_code, recipient_code, weapon, designation, category_code, status_type, stage_type,
    has_party_denial, number_ordered_min, number_ordered_max, number_ordered_unit, number_ordered_texts,
    number_delivered_min, number_delivered_max, number_delivered_unit, number_delivered_texts, order_year,
    delivery_from_date, delivery_to_date, date_precision_type, deal_type, intermediary_codes, claim_count, owner_count,
    origin_count, claimant_class_counts, first_claim_date, last_claim_date, computed_at
)
VALUES (
    %(transfer_key)s, %(supplier_code)s, %(recipient_code)s, %(weapon)s, %(designation)s, %(category_code)s,
    %(status_type)s, %(stage_type)s, %(has_party_denial)s, %(number_ordered_min)s, %(number_ordered_max)s,
    %(number_ordered_unit)s, %(number_ordered_texts)s, %(number_delivered_min)s, %(number_delivered_max)s,
    %(number_delivered_unit)s, %(number_delivered_texts)s, %(order_year)s, %(delivery_from_date)s, %(delivery_to_date)s,
    %(date_precision_type)s, %(deal_type)s, %(intermediary_codes)s, %(claim_count)s, %(owner_count)s, %(origin_count)s,
    %(claimant_class_counts)s::jsonb, %(first_claim_date)s, %(last_claim_date)s, %(now)s
)
ON CONFLICT (transfer_key) DO UPDATE
    SET
        supplier_code = excluded.supplier_code,
        recipient_code = excluded.recipient_code,
        weapon = excluded.weapon,
        designation = excluded.designation,
        category_code = excluded.category_code,
        status_type = excluded.status_type,
        stage_type = excluded.stage_type,
        has_party_denial = excluded.has_party_denial,
        number_ordered_min = excluded.number_ordered_min,
        number_ordered_max = excluded.number_ordered_max,
        number_ordered_unit = excluded.number_ordered_unit,
        number_ordered_texts = excluded.number_ordered_texts,
        number_delivered_min = excluded.number_delivered_min,
        number_delivered_max = excluded.number_delivered_max,
        number_delivered_unit = excluded.number_delivered_unit,
        number_delivered_texts = excluded.number_delivered_texts,
        order_year = excluded.order_year,
        delivery_from_date = excluded.delivery_from_date,
        delivery_to_date = excluded.delivery_to_date,
        date_precision_type = excluded.date_precision_type,
        deal_type = excluded.deal_type,
        intermediary_codes = excluded.intermediary_codes,
        claim_count = excluded.claim_count,
        owner_count = excluded.owner_count,
        origin_count = excluded.origin_count,
        claimant_class_counts = excluded.claimant_class_counts,
        first_claim_date = excluded.first_claim_date,
        last_claim_date = excluded.last_claim_date,
        computed_at = excluded.computed_at
    WHERE
    (
        transfer_ledger.supplier_code, transfer_ledger.recipient_code, transfer_ledger.weapon,
        transfer_ledger.designation, transfer_ledger.category_code, transfer_ledger.status_type,
        transfer_ledger.stage_type, transfer_ledger.has_party_denial, transfer_ledger.number_ordered_min,
        transfer_ledger.number_ordered_max, transfer_ledger.number_ordered_unit, transfer_ledger.number_ordered_texts,
        transfer_ledger.number_delivered_min, transfer_ledger.number_delivered_max,
        transfer_ledger.number_delivered_unit, transfer_ledger.number_delivered_texts, transfer_ledger.order_year,
        transfer_ledger.delivery_from_date, transfer_ledger.delivery_to_date, transfer_ledger.date_precision_type,
        transfer_ledger.deal_type, transfer_ledger.intermediary_codes, transfer_ledger.claim_count,
        transfer_ledger.owner_count, transfer_ledger.origin_count, transfer_ledger.claimant_class_counts,
        transfer_ledger.first_claim_date, transfer_ledger.last_claim_date
    ) IS DISTINCT FROM (
        excluded.supplier_code, excluded.recipient_code, excluded.weapon, excluded.designation, excluded.category_code,
        excluded.status_type, excluded.stage_type, excluded.has_party_denial, excluded.number_ordered_min,
        excluded.number_ordered_max, excluded.number_ordered_unit, excluded.number_ordered_texts,
        excluded.number_delivered_min, excluded.number_delivered_max, excluded.number_delivered_unit,
        excluded.number_delivered_texts, excluded.order_year, excluded.delivery_from_date, excluded.delivery_to_date,
        excluded.date_precision_type, excluded.deal_type, excluded.intermediary_codes, excluded.claim_count,
        excluded.owner_count, excluded.origin_count, excluded.claimant_class_counts, excluded.first_claim_date,
        excluded.last_claim_date
    );
