-- Which sentences say most about a topic in some days? One for each story: claims first, then events, then opening sentences.
-- Grain: one row per story, the best first: said by a party, told by many owner groups, new, sure.
-- Parameters: topic_key, from_date, to_date, row_count.
WITH matching AS (
    SELECT
        article.article_id,
        article.article_version_id,
        article.first_seen_at,
        article.title,
        article.text,
        article.published_at,
        article.effective_date,
        source.name AS source_name,
        article_address.url,
        coalesce(story_article.story_id, -article.article_id) AS story_id,
        coalesce(story_article.relation_type, 'original') AS relation_type,
        source.owner_group
    FROM mart.dim_topic
    INNER JOIN core.article
        ON
            article.effective_date BETWEEN %(from_date)s::date AND %(to_date)s::date
            AND article.is_current
            AND article.quality_type <> 'refused'
    INNER JOIN core.article_topic
        ON dim_topic.topic_id = article_topic.topic_id AND article.article_id = article_topic.article_id
    INNER JOIN core.source ON article.source_id = source.source_id
    INNER JOIN mart.article_address ON article.article_id = article_address.article_id
    LEFT JOIN core.story_article ON article.article_id = story_article.article_id
    WHERE dim_topic.topic_key = %(topic_key)s
),

story AS (
    SELECT
        story_id,
        count(DISTINCT owner_group) AS owner_count
    FROM matching
    GROUP BY story_id
),

candidate AS (
    SELECT
        matching.article_id,
        claim_evidence.sentence_text,
        claim_evidence.claim_key,
        claim_evidence.claimant_text,
        claim_evidence.stance_type,
        CASE claim_evidence.claimant_class_type WHEN 'party' THEN 1 WHEN 'outlet' THEN 3 ELSE 2 END AS rank_number,
        claim_evidence.confidence
    FROM matching
    INNER JOIN mart.claim_evidence ON matching.article_id = claim_evidence.article_id
    UNION ALL
    SELECT
        matching.article_id,
        substr(matching.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text,
        NULL AS claim_key,
        event.attribution_source_text AS claimant_text,
        NULL AS stance_type,
        4 AS rank_number,
        event.confidence
    FROM matching
    INNER JOIN core.corrected_event AS event ON matching.article_version_id = event.article_version_id
    INNER JOIN core.sentence
        ON
            matching.article_version_id = sentence.article_version_id
            AND matching.first_seen_at = sentence.first_seen_at
            AND event.sentence_ordinal = sentence.ordinal
    UNION ALL
    SELECT
        matching.article_id,
        substr(matching.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text,
        NULL AS claim_key,
        NULL AS claimant_text,
        NULL AS stance_type,
        5 AS rank_number,
        0 AS confidence
    FROM matching
    INNER JOIN core.sentence
        ON
            matching.article_version_id = sentence.article_version_id
            AND matching.first_seen_at = sentence.first_seen_at
            AND sentence.ordinal = 0
),

best AS (
    SELECT DISTINCT ON (matching.story_id)
        matching.article_id,
        matching.title,
        matching.source_name,
        matching.url,
        matching.published_at,
        matching.effective_date,
        candidate.sentence_text,
        candidate.claim_key,
        candidate.claimant_text,
        candidate.stance_type,
        candidate.rank_number,
        candidate.confidence,
        story.owner_count
    FROM matching
    INNER JOIN story ON matching.story_id = story.story_id
    INNER JOIN candidate ON matching.article_id = candidate.article_id
    ORDER BY
        matching.story_id ASC, candidate.rank_number ASC, matching.relation_type = 'original' DESC,
        candidate.confidence DESC, matching.article_id ASC
)

SELECT
    sentence_text,
    claimant_text,
    stance_type,
    source_name,
    title,
    url,
    published_at,
    effective_date,
    owner_count,
    claim_key,
    article_id
FROM best
ORDER BY rank_number ASC, owner_count DESC, effective_date DESC, confidence DESC, article_id ASC
LIMIT %(row_count)s;
