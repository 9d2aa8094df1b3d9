-- Current claims without their article version, or whose offsets do not slice its text.
-- Grain: one row per such claim; none when all is well.
-- Severity: error. Stage: ingest.
SELECT
    claim.claim_id,
    claim.claim_key
FROM core.claim
LEFT JOIN core.article ON claim.article_version_id = article.article_version_id
WHERE
    claim.is_current
    AND claim.evidence_scope_type = 'text'
    AND (
        article.article_version_id IS NULL
        OR claim.start_char < 0
        OR claim.end_char <= claim.start_char
        OR claim.end_char > length(article.text)
    );
