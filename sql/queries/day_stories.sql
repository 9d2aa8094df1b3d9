-- What was told about a topic on a day: its stories, each by its first article, with who printed it?
-- Grain: one row per story of the topic's matching articles of the day, the most printed first.
-- Parameters: topic_key, day_date.
WITH matching AS (
    SELECT
        article.article_id,
        article.title,
        article.published_at,
        article.first_seen_at,
        source.name AS source_name,
        source.owner_group,
        story_article.story_id,
        coalesce(story_article.origin, source.owner_group) AS origin,
        article_topic.matched_by
    FROM mart.dim_topic
    INNER JOIN core.article
        ON
            article.effective_date = %(day_date)s::date
            AND article.is_current
            AND article.quality_type <> 'refused'
    INNER JOIN core.article_topic
        ON dim_topic.topic_id = article_topic.topic_id AND article.article_id = article_topic.article_id
    INNER JOIN core.source ON article.source_id = source.source_id
    LEFT JOIN core.story_article ON article.article_id = story_article.article_id
    WHERE dim_topic.topic_key = %(topic_key)s
)

SELECT
    story_id,
    (array_agg(article_id ORDER BY coalesce(published_at, first_seen_at), article_id))[1] AS first_article_id,
    (array_agg(title ORDER BY coalesce(published_at, first_seen_at), article_id))[1] AS title,
    (array_agg(source_name ORDER BY coalesce(published_at, first_seen_at), article_id))[1] AS first_source_name,
    min(coalesce(published_at, first_seen_at)) AS first_published_at,
    count(*) AS article_count,
    count(DISTINCT owner_group) AS owner_count,
    count(DISTINCT origin) AS origin_count,
    array_agg(article_id ORDER BY coalesce(published_at, first_seen_at), article_id) AS article_ids,
    bool_or('claim' = any(matched_by)) AS is_matched_by_claim,
    bool_or('event' = any(matched_by)) AS is_matched_by_event,
    bool_or('term' = any(matched_by)) AS is_matched_by_term
FROM matching
GROUP BY story_id, CASE WHEN story_id IS NULL THEN article_id END
ORDER BY article_count DESC, first_published_at ASC, first_article_id ASC;
