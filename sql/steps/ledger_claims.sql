-- All current claims, with what the ledger needs to know of their articles.
-- Grain: one row per claim. Parameters: none.
SELECT
    claim.claim_key,
    claim.supplier_codes,
    claim.recipient_codes,
    claim.intermediary_codes,
    claim.weapon_text,
    claim.category_code,
    claim.designation,
    claim.quantity_min,
    claim.quantity_max,
    claim.unit,
    claim.quantity_text,
    claim.delivery_from_date,
    claim.delivery_to_date,
    claim.date_precision_type,
    claim.modality_type,
    claim.stance_type,
    claim.is_negated,
    claim.claimant_text,
    claim.claimant_country_code,
    claim.claimant_class_type,
    claim.deal_type,
    claim.hedge_text,
    claim.start_char,
    claim.end_char,
    claim.weapon_start_char,
    claim.weapon_end_char,
    claim.confidence,
    claim.rule,
    source.owner_group,
    coalesce(article.agency, root_article.agency) AS agency,
    article.effective_date
FROM core.claim
INNER JOIN core.article ON claim.article_version_id = article.article_version_id AND article.is_current
INNER JOIN core.source ON article.source_id = source.source_id
LEFT JOIN core.story_article ON claim.article_id = story_article.article_id
LEFT JOIN core.article AS root_article
    ON story_article.root_article_id = root_article.article_id AND root_article.is_current
WHERE claim.is_current
ORDER BY claim.claim_key;
