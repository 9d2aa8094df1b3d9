-- A dyad's weeks.
-- Grain: one row per ISO week, the newest last.
-- Parameters: source_country_code, target_country_code, week_count.
SELECT
    week_date,
    event_count,
    story_count,
    report_count,
    origin_count,
    mean_intensity,
    verbal_cooperation_count,
    material_cooperation_count,
    verbal_conflict_count,
    material_conflict_count,
    computed_at
FROM mart.dyad_week
WHERE
    source_country_code = %(source_country_code)s
    AND target_country_code = %(target_country_code)s
    AND week_date > (SELECT max(newest.week_date) FROM mart.dyad_week AS newest) - 7 * %(week_count)s::integer
ORDER BY week_date;
