-- Articles whose day lies more than a day after they were first seen.
-- Grain: one row per such article; none when all is well.
-- Severity: warning. Stage: ingest.
SELECT
    article_id,
    effective_date
FROM core.article
WHERE is_current AND effective_date > (first_seen_at AT TIME ZONE 'UTC')::date + 1;
