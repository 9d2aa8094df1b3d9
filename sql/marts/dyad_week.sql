-- mart.dyad_week: events between two countries in a week.
-- Grain: one row per ISO week, source country and target country. An event belongs to the week of the day on which it was
-- first reported; only what is asserted or alleged as having happened counts.
-- Parameters: days (date[]), now.
WITH asked_week AS (
    SELECT DISTINCT date_trunc('week', day_date)::date AS week_date
    FROM unnest(%(days)s::date[]) AS day (day_date)
),

-- Materialized, since the planner cannot guess how many of the corrected events a filter keeps.
telling AS MATERIALIZED (
    SELECT
        event.story_id,
        event.event_type,
        event.source_actor_id,
        event.target_actor_id,
        event.source_country_code,
        event.target_country_code,
        event.quad_class_code,
        event.intensity,
        event.article_id,
        event.is_negated,
        event.modality_type,
        coalesce(story_article.origin, source.owner_group) AS origin,
        article.effective_date
    FROM core.corrected_event AS event
    INNER JOIN core.article
        ON event.article_version_id = article.article_version_id AND article.is_current
    INNER JOIN core.source ON article.source_id = source.source_id
    LEFT JOIN core.story_article ON event.article_id = story_article.article_id
    WHERE
        article.effective_date >= (SELECT min(week_date) FROM asked_week) - 31
        AND article.effective_date < (SELECT max(week_date) FROM asked_week) + 38
),

-- One event however often its story tells it: the same type between the same actors. It belongs to the week of its first
-- report.
report AS (
    SELECT
        story_id,
        event_type,
        source_actor_id,
        target_actor_id,
        source_country_code,
        target_country_code,
        quad_class_code,
        intensity,
        article_id,
        origin,
        date_trunc('week', min(effective_date) OVER (
            PARTITION BY
                story_id, event_type, source_actor_id, target_actor_id, source_country_code, target_country_code
        ))::date AS week_date
    FROM telling
    WHERE
        NOT is_negated
        AND modality_type IN ('asserted', 'alleged')
        AND source_country_code IS NOT NULL
        AND target_country_code IS NOT NULL
),

report_of_week AS (
    SELECT
        week_date,
        story_id,
        event_type,
        source_actor_id,
        target_actor_id,
        source_country_code,
        target_country_code,
        quad_class_code,
        intensity,
        article_id,
        origin
    FROM report
    WHERE week_date IN (SELECT asked_week.week_date FROM asked_week)
),

told_event AS (
    SELECT
        week_date,
        source_country_code,
        target_country_code,
        story_id,
        min(quad_class_code) AS quad_class_code,
        avg(intensity) AS intensity,
        count(DISTINCT article_id) AS report_count
    FROM report_of_week
    GROUP BY
        week_date, source_country_code, target_country_code, story_id, event_type, source_actor_id, target_actor_id
),

dyad AS (
    SELECT
        week_date,
        source_country_code,
        target_country_code,
        count(*) AS event_count,
        count(DISTINCT story_id) AS story_count,
        sum(report_count) AS report_count,
        avg(intensity) AS mean_intensity,
        count(*) FILTER (WHERE quad_class_code = 1) AS verbal_cooperation_count,
        count(*) FILTER (WHERE quad_class_code = 2) AS material_cooperation_count,
        count(*) FILTER (WHERE quad_class_code = 3) AS verbal_conflict_count,
        count(*) FILTER (WHERE quad_class_code = 4) AS material_conflict_count
    FROM told_event
    GROUP BY week_date, source_country_code, target_country_code
),

dyad_origin AS (
    SELECT
        week_date,
        source_country_code,
        target_country_code,
        count(DISTINCT origin) AS origin_count
    FROM report_of_week
    GROUP BY week_date, source_country_code, target_country_code
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
