-- Drops the bodies of a month's pages that nothing cites; their keys stay, and an export brings them back.
-- Parameters: month_at, before_at (the start of the next month).
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

DELETE FROM raw.page
WHERE
    page.first_seen_at >= %(month_at)s
    AND page.first_seen_at < %(before_at)s
    AND NOT EXISTS (SELECT 1 FROM cited WHERE cited.page_version_id = page.page_version_id);
