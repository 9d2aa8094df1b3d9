-- The claims of the matching articles of a topic's day, each with its sentence and the sentences around it.
-- Read article by article: a day has few, and the table of claims is long.
-- Grain: one row per claim; copies come last, for they say it again.
-- Parameters: topic_key, day_date, row_count.
WITH matching AS MATERIALIZED (
    SELECT
        article.article_id,
        article.article_version_id,
        article.first_seen_at
    FROM core.topic
    INNER JOIN core.article ON article.effective_date = %(day_date)s AND article.is_current
    INNER JOIN core.article_topic
        ON article.article_id = article_topic.article_id AND topic.topic_id = article_topic.topic_id
    WHERE topic.topic_key = %(topic_key)s AND article.quality_type <> 'refused'
)

SELECT
    claim.claim_key,
    claim.article_id,
    claim.start_char,
    claim.end_char,
    claim.weapon_start_char,
    claim.weapon_end_char,
    claim.supplier_start_char,
    claim.supplier_end_char,
    claim.recipient_start_char,
    claim.recipient_end_char,
    claim.supplier_codes,
    claim.recipient_codes,
    claim.intermediary_codes,
    claim.weapon_text,
    claim.designation,
    claim.category_code,
    claim.quantity_min,
    claim.quantity_max,
    claim.unit,
    claim.quantity_text,
    claim.period_text,
    claim.deal_type,
    claim.claimant_text,
    claim.claimant_country_code,
    claim.claimant_class_type,
    claim.stance_type,
    claim.modality_type,
    claim.is_negated,
    claim.hedge_text,
    claim.confidence,
    claim.rule,
    claim.corrected_fields,
    article.title,
    article.effective_date,
    article.published_at,
    source.name AS source_name,
    source.owner_group,
    source.reliability_type,
    page_key.canonical_url AS url,
    page_version_key.page_version_id,
    page_version_key.body_sha256 AS page_sha256,
    page_version_key.fetched_at,
    story_article.relation_type,
    story_article.origin,
    context.start_char AS context_start_char,
    substr(article.text, context.start_char + 1, context.end_char - context.start_char) AS context_text,
    sentence.start_char AS sentence_start_char,
    sentence.end_char AS sentence_end_char,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text
FROM matching
CROSS JOIN
    LATERAL (
        SELECT corrected_claim.*
        FROM core.corrected_claim
        WHERE
            corrected_claim.article_id = matching.article_id
            AND corrected_claim.article_version_id = matching.article_version_id
        OFFSET 0
    ) AS claim
INNER JOIN core.article_key ON matching.article_id = article_key.article_id
INNER JOIN core.article
    ON
        matching.article_version_id = article.article_version_id
        AND matching.first_seen_at = article.first_seen_at
INNER JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
        AND claim.sentence_ordinal = sentence.ordinal
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id
INNER JOIN raw.page_version_key ON article.page_version_id = page_version_key.page_version_id
LEFT JOIN core.story_article ON claim.article_id = story_article.article_id
CROSS JOIN
    LATERAL (
        SELECT
            min(near.start_char) AS start_char,
            max(near.end_char) AS end_char
        FROM core.sentence AS near
        WHERE
            near.article_version_id = sentence.article_version_id
            AND near.first_seen_at = sentence.first_seen_at
            AND near.ordinal BETWEEN sentence.ordinal - 1 AND sentence.ordinal + 1
    ) AS context
ORDER BY
    coalesce(story_article.relation_type IN ('exact_copy', 'near_copy'), FALSE),
    claim.confidence DESC,
    article.published_at ASC,
    claim.claim_id ASC
LIMIT %(row_count)s;
