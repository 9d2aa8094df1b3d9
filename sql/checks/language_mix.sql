-- Sources most of whose articles of the last 28 days are in another language than the catalog says (10 articles or more).
-- Grain: one row per such source and language; none when all is well.
-- Severity: warning. Stage: ingest.
WITH recent AS (
    SELECT
        article.source_id,
        article.language_code,
        count(*) AS article_count,
        sum(count(*)) OVER (PARTITION BY article.source_id) AS total_count
    FROM core.article
    WHERE
        article.is_current
        AND article.quality_type <> 'refused'
        AND article.language_code IS NOT NULL
        AND article.first_seen_at > (SELECT max(newest.first_seen_at) FROM core.article AS newest) - interval '28 days'
    GROUP BY article.source_id, article.language_code
)

SELECT
    source.domain,
    source.language_code AS catalog_language_code,
    recent.language_code,
    recent.article_count,
    recent.total_count
FROM recent
INNER JOIN core.source ON recent.source_id = source.source_id
WHERE
    source.language_code IS NOT NULL
    AND recent.language_code <> source.language_code
    AND recent.total_count >= 10
    AND recent.article_count * 2 > recent.total_count;
