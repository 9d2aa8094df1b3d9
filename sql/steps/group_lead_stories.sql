-- Lets each story be led by its founder: the article that is called its original, else the earliest that has stayed.
-- Parameters: story_ids (bigint[]).
WITH lead AS (
    SELECT DISTINCT ON (story_article.story_id)
        story_article.story_id,
        story_article.article_id,
        story_article.relation_type,
        coalesce(article.published_at, article.first_seen_at) AS published_at
    FROM core.story_article
    INNER JOIN core.article ON story_article.article_id = article.article_id AND article.is_current
    WHERE
        story_article.story_id = any(%(story_ids)s::bigint[])
        AND story_article.root_article_id = story_article.article_id
    ORDER BY
        story_article.story_id ASC,
        story_article.relation_type = 'original' DESC,
        coalesce(article.published_at, article.first_seen_at) ASC,
        story_article.article_id ASC
),

founder AS (
    UPDATE core.story_article
    SET relation_type = 'original', similarity = NULL, reason = 'first of its story'
    FROM lead
    WHERE story_article.article_id = lead.article_id AND lead.relation_type <> 'original'
)

UPDATE core.story
SET
    root_article_id = lead.article_id,
    first_published_at = least(story.first_published_at, lead.published_at),
    merged_into_story_id = NULL
FROM lead
WHERE
    story.story_id = lead.story_id
    AND (story.root_article_id <> lead.article_id OR story.merged_into_story_id IS NOT NULL);
