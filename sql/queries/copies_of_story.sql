-- Who tells a story, and who copies whom?
-- Grain: one row per article of the story, in the order of publication.
-- Parameters: story_id.
SELECT
    story_article.article_id,
    story_article.relation_type,
    story_article.root_article_id,
    round(story_article.similarity::numeric, 2) AS similarity,
    story_article.origin,
    dim_source.name AS source_name,
    article.title,
    article.published_at
FROM core.story_article
INNER JOIN core.article ON story_article.article_id = article.article_id AND article.is_current
INNER JOIN mart.dim_source ON article.source_id = dim_source.source_id
WHERE story_article.story_id = %(story_id)s
ORDER BY article.published_at, story_article.article_id;
