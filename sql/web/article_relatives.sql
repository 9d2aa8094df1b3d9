-- The other articles of an article's story: copies, updates, further reports.
-- Grain: one row per article, in the order of publication.
-- Parameters: article_id, row_count.
SELECT
    other.article_id,
    other.relation_type,
    other.root_article_id,
    other.similarity,
    other.reason,
    other.origin,
    article.title,
    article.published_at,
    article.effective_date,
    source.name AS source_name,
    source.owner_group
FROM core.story_article AS own
INNER JOIN core.story_article AS other ON own.story_id = other.story_id
INNER JOIN core.article_key ON other.article_id = article_key.article_id
INNER JOIN core.article
    ON
        article_key.article_id = article.article_id
        AND article_key.first_seen_at = article.first_seen_at
        AND article.is_current
INNER JOIN core.source ON article.source_id = source.source_id
WHERE own.article_id = %(article_id)s AND other.article_id <> own.article_id
ORDER BY article.published_at NULLS LAST, other.article_id
LIMIT %(row_count)s;
