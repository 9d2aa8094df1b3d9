-- A late original takes the place of the article that began a story.
-- Parameters: story_id, former_article_id, article_id, published_at.
UPDATE core.story
SET root_article_id = %(article_id)s, first_published_at = least(first_published_at, %(published_at)s)
WHERE story_id = %(story_id)s AND root_article_id = %(former_article_id)s;
