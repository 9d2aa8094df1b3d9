-- An event as corrected, with all that tells it: the clauses of one key.
-- Grain: one row per clause, in time order; a rejected event as the coder read it.
-- Parameters: event_key.
SELECT
    event_evidence.event_key,
    event_evidence.event_id,
    coalesce(corrected_event.event_type, event.event_type) AS event_type,
    coalesce(corrected_event.source_actor_id, event.source_actor_id) AS source_actor_id,
    coalesce(corrected_event.target_actor_id, event.target_actor_id) AS target_actor_id,
    coalesce(source_actor.name, corrected_event.source_actor_id, event.source_actor_id) AS source_actor_name,
    coalesce(target_actor.name, corrected_event.target_actor_id, event.target_actor_id) AS target_actor_name,
    coalesce(corrected_event.modality_type, event_evidence.modality_type) AS modality_type,
    coalesce(corrected_event.is_negated, event_evidence.is_negated) AS is_negated,
    coalesce(corrected_event.intensity, event.intensity) AS intensity,
    coalesce(corrected_event.quad_class_code, event.quad_class_code) AS quad_class_code,
    CASE
        WHEN corrected_event.event_evidence_id IS NULL THEN event_evidence.event_date
        ELSE corrected_event.event_date
    END AS event_date,
    coalesce(corrected_event.date_precision_type, event_evidence.date_precision_type) AS date_precision_type,
    coalesce(corrected_event.corrected_fields, ARRAY['rejected']) AS corrected_fields,
    corrected_event.event_evidence_id IS NULL AS is_rejected,
    event_evidence.attribution_source_text,
    event_evidence.place_name,
    event_evidence.confidence,
    event_evidence.rule,
    event_evidence.start_char,
    event_evidence.end_char,
    event_evidence.trigger_start_char,
    event_evidence.trigger_end_char,
    article.article_id,
    article.title,
    article.effective_date,
    article.page_version_id,
    article_address.url,
    source.name AS source_name,
    story_article.relation_type,
    sentence.start_char AS sentence_start_char,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text
FROM core.event_evidence
INNER JOIN core.event ON event_evidence.event_id = event.event_id
LEFT JOIN core.corrected_event ON event_evidence.event_evidence_id = corrected_event.event_evidence_id
INNER JOIN core.article_key ON event_evidence.article_id = article_key.article_id
INNER JOIN core.article
    ON
        event_evidence.article_version_id = article.article_version_id
        AND article_key.first_seen_at = article.first_seen_at
INNER JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
        AND event_evidence.sentence_ordinal = sentence.ordinal
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN mart.article_address ON article.article_id = article_address.article_id
LEFT JOIN core.story_article ON article.article_id = story_article.article_id
LEFT JOIN core.actor AS source_actor
    ON coalesce(corrected_event.source_actor_id, event.source_actor_id) = source_actor.actor_id
LEFT JOIN core.actor AS target_actor
    ON coalesce(corrected_event.target_actor_id, event.target_actor_id) = target_actor.actor_id
WHERE event_evidence.event_key = %(event_key)s AND event_evidence.is_current
ORDER BY article.effective_date, article.article_id, event_evidence.start_char;
