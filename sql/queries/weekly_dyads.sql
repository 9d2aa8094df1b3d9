-- Who did what to whom, week by week: events between two countries with their mean intensity and the four quad counts.
-- Grain: one row per week, source country and target country, the newest and busiest first.
-- Parameters: source_country_code (null = all), target_country_code (null = all).
SELECT
    week_date,
    source_country_code,
    target_country_code,
    event_count,
    story_count,
    report_count,
    origin_count,
    round(mean_intensity::numeric, 1) AS mean_intensity,
    verbal_cooperation_count,
    material_cooperation_count,
    verbal_conflict_count,
    material_conflict_count
FROM mart.dyad_week
WHERE
    (%(source_country_code)s::text IS NULL OR source_country_code = %(source_country_code)s::text)
    AND (%(target_country_code)s::text IS NULL OR target_country_code = %(target_country_code)s::text)
ORDER BY week_date DESC, event_count DESC, source_country_code ASC, target_country_code ASC;
