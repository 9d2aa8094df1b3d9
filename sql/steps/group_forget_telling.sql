-- An article that became a copy no longer speaks for its story.
-- Parameters: article_ids (bigint[]).
UPDATE core.article_fingerprint
SET day_keys = NULL, vector_terms = NULL, vector_weights = NULL, apart_article_ids = NULL
WHERE article_id = any(%(article_ids)s::bigint[]);
