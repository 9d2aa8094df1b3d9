-- On which claims and sentences does a day of a topic rest?
-- Grain: one row per claim of an arms transfer in a matching article of the day, in the order of publication.
-- Parameters: topic_key, day_date.
SELECT
    claim_evidence.claim_key,
    claim_evidence.article_id,
    claim_evidence.title,
    claim_evidence.source_name,
    claim_evidence.owner_group,
    claim_evidence.url,
    claim_evidence.published_at,
    claim_evidence.fetched_at,
    claim_evidence.page_sha256,
    claim_evidence.sentence_text,
    claim_evidence.start_char - claim_evidence.sentence_start_char AS claim_start_char,
    claim_evidence.end_char - claim_evidence.sentence_start_char AS claim_end_char,
    claim_evidence.supplier_codes,
    claim_evidence.recipient_codes,
    claim_evidence.weapon_text,
    claim_evidence.category_code,
    claim_evidence.quantity_text,
    claim_evidence.claimant_text,
    claim_evidence.stance_type,
    claim_evidence.modality_type,
    claim_evidence.hedge_text,
    claim_evidence.confidence,
    claim_evidence.relation_type,
    claim_evidence.origin,
    claim_evidence.corrected_fields
FROM mart.dim_topic
INNER JOIN core.article
    ON
        article.effective_date = %(day_date)s::date
        AND article.is_current
INNER JOIN core.article_topic
    ON dim_topic.topic_id = article_topic.topic_id AND article.article_id = article_topic.article_id
INNER JOIN mart.claim_evidence ON article.article_id = claim_evidence.article_id
WHERE
    dim_topic.topic_key = %(topic_key)s
    AND (
        NOT dim_topic.definition ? 'actors'
        OR jsonb_array_length(dim_topic.definition -> 'actors') = 0
        OR dim_topic.definition -> 'actors'
        ?| (claim_evidence.supplier_codes || claim_evidence.recipient_codes || claim_evidence.intermediary_codes)
    )
ORDER BY
    coalesce(claim_evidence.published_at, claim_evidence.fetched_at), claim_evidence.article_id, claim_evidence.start_char;
