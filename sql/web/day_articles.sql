-- The matching articles of a topic's day with their stories; the articles of one story stand together, its root first.
-- Grain: one row per article.
-- Parameters: topic_key, day_date, row_count.
WITH matching AS (
    SELECT
        article.article_id,
        article.title,
        article.published_at,
        article.language_code,
        article.source_id,
        article_topic.matched_by
    FROM core.article
    INNER JOIN core.article_topic ON article.article_id = article_topic.article_id
    INNER JOIN core.topic ON article_topic.topic_id = topic.topic_id
    WHERE
        topic.topic_key = %(topic_key)s
        AND article.effective_date = %(day_date)s
        AND article.is_current
        AND article.quality_type <> 'refused'
)

SELECT
    matching.article_id,
    matching.title,
    matching.published_at,
    matching.language_code,
    matching.matched_by,
    source.name AS source_name,
    source.owner_group,
    source.reliability_type,
    story_article.story_id,
    story_article.relation_type,
    story_article.similarity,
    story_article.origin,
    page_key.canonical_url AS url,
    count(*) OVER (PARTITION BY coalesce(story_article.story_id, -matching.article_id)) AS story_size
FROM matching
INNER JOIN core.source ON matching.source_id = source.source_id
INNER JOIN core.article_key ON matching.article_id = article_key.article_id
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id
LEFT JOIN core.story_article ON matching.article_id = story_article.article_id
ORDER BY
    story_size DESC,
    coalesce(story_article.story_id, -matching.article_id),
    CASE story_article.relation_type
        WHEN 'original' THEN 0 WHEN 'update' THEN 1 WHEN 'same_story' THEN 2 WHEN 'near_copy' THEN 3 ELSE 4
    END,
    matching.published_at ASC NULLS LAST,
    matching.article_id ASC
LIMIT %(row_count)s;
