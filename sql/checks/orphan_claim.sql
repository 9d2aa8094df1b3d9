-- Current claims whose article is of an older extraction, or whose sentence is missing.
-- Grain: one row per such claim; none when all is well.
-- Severity: error. Stage: ingest.
SELECT
    claim.claim_id,
    claim.claim_key
FROM core.claim
LEFT JOIN core.article ON claim.article_version_id = article.article_version_id AND article.is_current
WHERE claim.is_current AND article.article_version_id IS NULL;
