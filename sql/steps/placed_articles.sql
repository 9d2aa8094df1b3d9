-- The current versions of placed articles, each with the offsets of its sentences.
-- Parameters: article_ids (bigint[]).
SELECT
    article.article_id,
    article.article_version_id,
    article.first_seen_at,
    story_article.story_id,
    story_article.relation_type AS relation,
    story_article.root_article_id,
    article.text,
    article.title,
    article.published_at,
    article.language_code AS language,
    article.quality_type AS quality,
    page_version_key.body_sha256,
    page_version_key.fetched_at AS collected_at,
    array_agg(sentence.start_char ORDER BY sentence.ordinal) FILTER (WHERE sentence.ordinal IS NOT NULL) AS starts,
    array_agg(sentence.end_char ORDER BY sentence.ordinal) FILTER (WHERE sentence.ordinal IS NOT NULL) AS ends
FROM core.article
INNER JOIN core.story_article ON article.article_id = story_article.article_id
INNER JOIN raw.page_version_key ON article.page_version_id = page_version_key.page_version_id
LEFT JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
WHERE article.is_current AND article.article_id = any(%(article_ids)s::bigint[])
GROUP BY
    article.article_id, article.article_version_id, article.first_seen_at, story_article.story_id,
    story_article.relation_type, story_article.root_article_id, article.text, article.title, article.published_at,
    article.language_code, article.quality_type, page_version_key.body_sha256, page_version_key.fetched_at
ORDER BY article.article_id;
