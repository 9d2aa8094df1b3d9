-- On which events and sentences does a day of a topic rest?
-- Grain: one row per event told in a matching article of the day and article that tells it, in the order of publication.
-- Parameters: topic_key, day_date.
SELECT
    event.event_key,
    event.event_id,
    event.event_type,
    event.source_country_code,
    event.target_country_code,
    event.quad_class_code,
    event.intensity,
    event.modality_type,
    event.is_negated,
    event.event_date,
    event.date_precision_type,
    event.attribution_source_text,
    event.confidence,
    event.corrected_fields,
    article.article_id,
    article.title,
    dim_source.name AS source_name,
    article.published_at,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text,
    event.start_char - sentence.start_char AS event_start_char,
    event.end_char - sentence.start_char AS event_end_char
FROM mart.dim_topic
INNER JOIN core.article
    ON
        article.effective_date = %(day_date)s::date
        AND article.is_current
INNER JOIN core.article_topic
    ON dim_topic.topic_id = article_topic.topic_id AND article.article_id = article_topic.article_id
INNER JOIN mart.dim_source ON article.source_id = dim_source.source_id
INNER JOIN core.corrected_event AS event ON article.article_version_id = event.article_version_id
INNER JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
        AND event.sentence_ordinal = sentence.ordinal
WHERE dim_topic.topic_key = %(topic_key)s
ORDER BY coalesce(article.published_at, article.first_seen_at), article.article_id, event.start_char;
