-- Items of the step reread with the version that is compared, and the page of its original where it is a copy.
-- Parameters: ids (bigint[] of reprocess_article_id).
SELECT
    reprocess_article.reprocess_article_id,
    reprocess_article.page_version_id,
    article.article_version_id,
    article.extractor_version_id = reprocess.extractor_version_id AS is_read_by_present,
    (
        article.coding_level_type IS DISTINCT FROM 'full'
        OR EXISTS (
            SELECT 1
            FROM core.event_evidence
            WHERE
                event_evidence.article_id = article.article_id
                AND event_evidence.is_current
                AND event_evidence.extractor_version_id = reprocess.annotator_version_id
        )
    ) AS is_coded_by_present,
    article.title,
    article.text,
    article.quality_type AS quality,
    article.quality_reason,
    article.author_names,
    article.section,
    article.language_code AS language,
    article.published_at,
    article.updated_at,
    article.agency,
    story_article.relation_type AS relation,
    root.page_id AS root_page_id
FROM ops.reprocess_article
INNER JOIN ops.reprocess ON reprocess_article.reprocess_id = reprocess.reprocess_id
LEFT JOIN core.article
    ON
        reprocess_article.old_article_version_id = article.article_version_id
        AND reprocess_article.first_seen_at = article.first_seen_at
LEFT JOIN core.story_article ON article.article_id = story_article.article_id
LEFT JOIN core.article_key AS root ON story_article.root_article_id = root.article_id
WHERE reprocess_article.reprocess_article_id = any(%(ids)s::bigint[]);
