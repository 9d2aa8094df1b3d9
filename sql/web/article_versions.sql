-- Every reading of an article: one for each content of its page and each version of the extractor.
-- Grain: one row per version, the newest first.
-- Parameters: article_id.
SELECT
    article.article_version_id,
    article.is_current,
    article.title,
    article.quality_type,
    length(article.text) AS char_count,
    article.extracted_at,
    page_version_key.page_version_id,
    page_version_key.body_sha256 AS page_sha256,
    page_version_key.origin_type,
    page_version_key.fetched_at,
    extractor_version.version AS extract_version,
    extractor_version.rules_sha256 AS extract_rules_sha256
FROM core.article_key
INNER JOIN core.article
    ON article_key.article_id = article.article_id AND article_key.first_seen_at = article.first_seen_at
INNER JOIN raw.page_version_key ON article.page_version_id = page_version_key.page_version_id
INNER JOIN ops.extractor_version ON article.extractor_version_id = extractor_version.extractor_version_id
WHERE article_key.article_id = %(article_id)s
ORDER BY article.article_version_id DESC
LIMIT 50;
