-- Makes article versions current, after those in their place were retired.
-- Parameters: article_version_ids (bigint[]). Returns each with whether it can be read on.
UPDATE core.article
SET is_current = TRUE
WHERE article_version_id = any(%(article_version_ids)s::bigint[])
RETURNING article_id, quality_type <> 'refused' AS is_readable;
