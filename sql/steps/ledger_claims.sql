-- The current claims of some parts of the ledger, as corrected, with what the ledger needs to know of their articles.
-- Grain: one row per claim. Parameters: scopes (text[]: PRK>RUS:missiles, empty codes where a party is unknown).
WITH candidate AS (
    SELECT claim_id
    FROM core.claim
    WHERE
        is_current
        AND core.ledger_scopes(supplier_codes, recipient_codes, category_code) && %(scopes)s::text[]
    UNION
    SELECT claim.claim_id
    FROM core.claim_fix
    INNER JOIN core.claim ON claim_fix.claim_key = claim.claim_key
    WHERE claim.is_current
)

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
FROM candidate
INNER JOIN core.corrected_claim AS claim ON candidate.claim_id = claim.claim_id
INNER JOIN core.article_key ON claim.article_id = article_key.article_id
INNER JOIN core.article
    ON
        claim.article_version_id = article.article_version_id
        AND article_key.first_seen_at = article.first_seen_at
        AND article.is_current
INNER JOIN core.source ON article.source_id = source.source_id
LEFT JOIN core.story_article ON claim.article_id = story_article.article_id
LEFT JOIN core.article_key AS root_key ON story_article.root_article_id = root_key.article_id
LEFT JOIN core.article AS root_article
    ON
        root_key.article_id = root_article.article_id
        AND root_key.first_seen_at = root_article.first_seen_at
        AND root_article.is_current
ORDER BY claim.claim_key;
