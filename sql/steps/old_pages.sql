-- Bodies of pages first seen before a time: how many retention may drop, how many it must keep, and their room.
-- Grain: one row per month. Parameters: before_at.
WITH cited AS (
    -- What a claim or an event rests on, of whatever version; a correction names one of these.
    SELECT article.page_version_id
    FROM core.article
    INNER JOIN core.claim ON article.article_version_id = claim.article_version_id
    UNION
    SELECT article.page_version_id
    FROM core.article
    INNER JOIN core.event_evidence ON article.article_version_id = event_evidence.article_version_id
    UNION
    -- What still has to be read, or has to be looked at by a person.
    SELECT work.item_id AS page_version_id
    FROM ops.work
    WHERE work.step_code = 'extract' AND work.state_code IN ('pending', 'deferred', 'quarantined')
)

SELECT
    date_trunc('month', page.first_seen_at, 'UTC')::date AS month_date,
    count(*) FILTER (WHERE cited.page_version_id IS NULL) AS droppable_count,
    coalesce(sum(length(page.body)) FILTER (WHERE cited.page_version_id IS NULL), 0) AS droppable_byte_count,
    count(*) FILTER (WHERE cited.page_version_id IS NOT NULL) AS exempt_count
FROM raw.page
LEFT JOIN cited ON page.page_version_id = cited.page_version_id
WHERE page.first_seen_at < %(before_at)s
GROUP BY 1
ORDER BY 1;
