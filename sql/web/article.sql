-- The current version of an article.
-- Grain: at most one row.
-- Parameters: article_id.
SELECT
    article.article_id,
    article.article_version_id,
    article.first_seen_at,
    article.title,
    article.text,
    article.quality_type,
    article.quality_reason,
    article.quality_score,
    article.author_names,
    article.section,
    article.language_code,
    article.published_at,
    article.published_basis_type,
    article.updated_at,
    article.agency,
    article.effective_date,
    article.date_basis_type,
    article.coding_level_type,
    article.extracted_at,
    source.name AS source_name,
    source.domain AS source_domain,
    source.owner_group,
    source.country_code AS source_country_code,
    source.reliability_type,
    source.is_sample,
    page_key.canonical_url AS url,
    page_key.page_id,
    page_version_key.page_version_id,
    page_version_key.body_sha256 AS page_sha256,
    page_version_key.fetched_at,
    page_version_key.origin_type,
    story_article.story_id,
    story_article.relation_type,
    story_article.reason AS relation_reason,
    story_article.origin,
    extractor_version.version AS extract_version,
    extractor_version.rules_sha256 AS extract_rules_sha256
FROM core.article_key
INNER JOIN core.article
    ON
        article_key.article_id = article.article_id
        AND article_key.first_seen_at = article.first_seen_at
        AND article.is_current
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id
INNER JOIN raw.page_version_key ON article.page_version_id = page_version_key.page_version_id
INNER JOIN ops.extractor_version ON article.extractor_version_id = extractor_version.extractor_version_id
LEFT JOIN core.story_article ON article_key.article_id = story_article.article_id
WHERE article_key.article_id = %(article_id)s;
