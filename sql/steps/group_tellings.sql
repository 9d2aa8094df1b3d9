-- The originals of stories that were published within a window, with what they say and how they are placed.
-- Parameters: story_ids (bigint[]), seen_from, seen_to (dates), published_from, published_to.
SELECT
    article_fingerprint.article_id,
    story_article.story_id,
    article_fingerprint.published_at,
    article_fingerprint.vector_terms,
    article_fingerprint.vector_weights,
    article_fingerprint.apart_article_ids,
    article.title,
    source.domain,
    story_article.relation_type,
    story_article.similarity,
    story_article.reason,
    story_article.origin
FROM core.story_article
INNER JOIN core.article_fingerprint ON story_article.article_id = article_fingerprint.article_id
INNER JOIN core.article ON story_article.article_id = article.article_id AND article.is_current
INNER JOIN core.source ON article.source_id = source.source_id
WHERE
    story_article.story_id = any(%(story_ids)s::bigint[])
    AND story_article.root_article_id = story_article.article_id
    AND article_fingerprint.vector_weights IS NOT NULL
    AND article_fingerprint.seen_date BETWEEN %(seen_from)s AND %(seen_to)s
    AND article_fingerprint.published_at BETWEEN %(published_from)s AND %(published_to)s
ORDER BY article_fingerprint.published_at, article_fingerprint.article_id;
