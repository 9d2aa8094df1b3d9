-- Founds a story.
-- Parameters: article_id, published_at, now.
INSERT INTO core.story (root_article_id, first_published_at, created_at)
VALUES (%(article_id)s, %(published_at)s, %(now)s)
RETURNING story_id;
