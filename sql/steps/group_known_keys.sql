-- The exact keys under which articles were placed before.
-- Parameters: article_ids (bigint[]), fingerprint_version.
SELECT
    article_fingerprint.article_id,
    article_fingerprint.exact_key
FROM core.article_fingerprint
INNER JOIN core.story_article ON article_fingerprint.article_id = story_article.article_id
WHERE
    article_fingerprint.article_id = any(%(article_ids)s::bigint[])
    AND article_fingerprint.fingerprint_version = %(fingerprint_version)s;
