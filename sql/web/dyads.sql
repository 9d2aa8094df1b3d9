-- Which countries had the most to do with each other in the weeks before the newest one?
-- Grain: one row per ordered pair of countries, the most events first.
-- Parameters: week_count, row_count.
SELECT
    source_country_code,
    target_country_code,
    sum(event_count)::bigint AS event_count,
    sum(report_count)::bigint AS report_count,
    sum(event_count * mean_intensity) / sum(event_count) AS mean_intensity,
    sum(verbal_cooperation_count)::bigint AS verbal_cooperation_count,
    sum(material_cooperation_count)::bigint AS material_cooperation_count,
    sum(verbal_conflict_count)::bigint AS verbal_conflict_count,
    sum(material_conflict_count)::bigint AS material_conflict_count,
    max(week_date) AS last_week_date
FROM mart.dyad_week
WHERE week_date > (SELECT max(newest.week_date) FROM mart.dyad_week AS newest) - 7 * %(week_count)s::integer
GROUP BY source_country_code, target_country_code
HAVING sum(event_count) > 0
ORDER BY event_count DESC, source_country_code ASC, target_country_code ASC
LIMIT %(row_count)s;
