-- mart.dyad_week: events between two countries in a week.
-- Grain: one row per ISO week, source country and target country. An event belongs to the week of the day on which it was
-- first reported; only what is asserted or alleged as having happened counts.
-- Parameters: days (date[]), now.
WITH asked_week AS (
    SELECT DISTINCT date_trunc('week', day_date)::date AS week_date
    FROM unnest(%(days)s::date[]) AS day (day_date)
),

report AS (
    SELECT
        event_evidence.event_id,
        event_evidence.article_id,
        coalesce(story_article.origin, source.owner_group) AS origin,
        article.effective_date
    FROM core.event_evidence
    INNER JOIN core.article
        ON event_evidence.article_version_id = article.article_version_id AND article.is_current
    INNER JOIN core.source ON article.source_id = source.source_id
    LEFT JOIN core.story_article ON event_evidence.article_id = story_article.article_id
    WHERE
        event_evidence.is_current
        AND NOT event_evidence.is_negated
        AND event_evidence.modality_type IN ('asserted', 'alleged')
        AND article.effective_date >= (SELECT min(week_date) FROM asked_week) - 31
        AND article.effective_date < (SELECT max(week_date) FROM asked_week) + 38
),

first_report AS (
    SELECT
        event_id,
        date_trunc('week', min(effective_date))::date AS week_date,
        count(DISTINCT article_id) AS report_count
    FROM report
    GROUP BY event_id
),

dyad AS (
    SELECT
        first_report.week_date,
        event.source_country_code,
        event.target_country_code,
        count(*) AS event_count,
        count(DISTINCT event.story_id) AS story_count,
        sum(first_report.report_count) AS report_count,
        avg(event.intensity) AS mean_intensity,
        count(*) FILTER (WHERE event.quad_class_code = 1) AS verbal_cooperation_count,
        count(*) FILTER (WHERE event.quad_class_code = 2) AS material_cooperation_count,
        count(*) FILTER (WHERE event.quad_class_code = 3) AS verbal_conflict_count,
        count(*) FILTER (WHERE event.quad_class_code = 4) AS material_conflict_count
    FROM first_report
    INNER JOIN core.event ON first_report.event_id = event.event_id
    WHERE
        event.source_country_code IS NOT NULL
        AND event.target_country_code IS NOT NULL
        AND first_report.week_date IN (SELECT week_date FROM asked_week)
    GROUP BY first_report.week_date, event.source_country_code, event.target_country_code
),

dyad_origin AS (
    SELECT
        first_report.week_date,
        event.source_country_code,
        event.target_country_code,
        count(DISTINCT report.origin) AS origin_count
    FROM report
    INNER JOIN first_report ON report.event_id = first_report.event_id
    INNER JOIN core.event ON report.event_id = event.event_id
    GROUP BY first_report.week_date, event.source_country_code, event.target_country_code
)

INSERT INTO mart.dyad_week (
    week_date, source_country_code, target_country_code, event_count, story_count, report_count, origin_count,
    mean_intensity, verbal_cooperation_count, material_cooperation_count, verbal_conflict_count,
    material_conflict_count, computed_at
)
SELECT
    dyad.week_date,
    dyad.source_country_code,
    dyad.target_country_code,
    dyad.event_count,
    dyad.story_count,
    dyad.report_count,
    dyad_origin.origin_count,
    dyad.mean_intensity,
    dyad.verbal_cooperation_count,
    dyad.material_cooperation_count,
    dyad.verbal_conflict_count,
    dyad.material_conflict_count,
    %(now)s
FROM dyad
INNER JOIN
    dyad_origin
    ON
        dyad.week_date = dyad_origin.week_date
        AND dyad.source_country_code = dyad_origin.source_country_code
        AND dyad.target_country_code = dyad_origin.target_country_code
ORDER BY dyad.week_date, dyad.source_country_code, dyad.target_country_code;
