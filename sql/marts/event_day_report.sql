-- mart.event_day_report: which days of events the matching articles of a day tell of.
-- Grain: one row per topic, event date and article. Rows of earlier refreshes stay, so that a date that is no longer
-- told is computed anew, too. Parameters: days (date[]).
WITH matching AS (
    SELECT
        article.article_id,
        article.article_version_id,
        article.effective_date AS day_date,
        article_topic.topic_id
    FROM core.article
    INNER JOIN core.article_topic ON article.article_id = article_topic.article_id
    WHERE article.is_current AND article.effective_date = any(%(days)s::date[])
)

INSERT INTO mart.event_day_report (topic_id, event_date, article_id, day_date)
SELECT
    matching.topic_id,
    event.event_date,
    matching.article_id,
    matching.day_date
FROM matching
INNER JOIN core.corrected_event AS event ON matching.article_version_id = event.article_version_id
WHERE event.event_date IS NOT NULL
UNION
SELECT
    matching.topic_id,
    claim.delivery_from_date,
    matching.article_id,
    matching.day_date
FROM matching
INNER JOIN core.corrected_claim AS claim ON matching.article_id = claim.article_id
WHERE claim.delivery_from_date IS NOT NULL
ON CONFLICT (topic_id, event_date, article_id) DO UPDATE SET day_date = excluded.day_date;
