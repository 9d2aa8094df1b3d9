-- Adds a claim.
-- Parameters: the columns of core.claim.
INSERT INTO core.claim (
    claim_key, article_id, article_version_id, extractor_version_id, is_current, sentence_ordinal, start_char, end_char,
    weapon_start_char,
    weapon_end_char,
    supplier_start_char,
    supplier_end_char,
    recipient_start_char,
    recipient_end_char,
    supplier_codes, recipient_codes, intermediary_codes, weapon_text, designation, category_code, quantity_min,
    quantity_max,
    unit,
    quantity_text,
    period_text,
    delivery_from_date,
    delivery_to_date,
    date_precision_type,
    deal_type,
    claimant_text, claimant_country_code, claimant_class_type, stance_type, modality_type, is_negated, hedge_text,
    evidence_scope_type, confidence, rule
)
VALUES (
    %(claim_key)s, %(article_id)s, %(article_version_id)s, %(extractor_version_id)s, TRUE, %(sentence_ordinal)s,
    %(start_char)s, %(end_char)s, %(weapon_start_char)s, %(weapon_end_char)s, %(supplier_start_char)s,
    %(supplier_end_char)s, %(recipient_start_char)s, %(recipient_end_char)s, %(supplier_codes)s, %(recipient_codes)s,
    %(intermediary_codes)s, %(weapon_text)s, %(designation)s, %(category_code)s, %(quantity_min)s, %(quantity_max)s,
    %(unit)s, %(quantity_text)s, %(period_text)s, %(delivery_from_date)s, %(delivery_to_date)s,
    %(date_precision_type)s, %(deal_type)s, %(claimant_text)s, %(claimant_country_code)s, %(claimant_class_type)s,
    %(stance_type)s, %(modality_type)s, %(is_negated)s, %(hedge_text)s, %(evidence_scope_type)s, %(confidence)s,
    %(rule)s
);
