-- The feeds with their state, and how each of the last 14 days was covered.
-- Grain: one row per feed; the troubled ones first.
-- Parameters: none.
WITH last_day AS (
    SELECT max(day_date) AS day_date
    FROM mart.feed_day
),

covered AS (
    SELECT
        feed_day.feed_id,
        array_agg(feed_day.day_date ORDER BY feed_day.day_date) AS day_dates,
        array_agg(feed_day.is_covered ORDER BY feed_day.day_date) AS is_covered,
        array_agg(coalesce(feed_day.gap_reason, '') ORDER BY feed_day.day_date) AS gap_reasons,
        array_agg(feed_day.item_count ORDER BY feed_day.day_date) AS item_counts
    FROM mart.feed_day
    INNER JOIN last_day ON feed_day.day_date > last_day.day_date - 14
    GROUP BY feed_day.feed_id
)

SELECT
    feed_health.feed_id,
    feed_health.source_name,
    feed_health.country_code,
    feed_health.language_code,
    feed_health.url,
    feed_health.state_code,
    feed_health.disabled_reason,
    feed_health.is_verified,
    feed_health.failure_count,
    feed_health.health_code,
    feed_health.health_reason,
    feed_health.daily_item_count,
    feed_health.last_poll_at,
    feed_health.last_success_at,
    feed_health.next_poll_at,
    covered.day_dates,
    covered.is_covered,
    covered.gap_reasons,
    covered.item_counts
FROM mart.feed_health
LEFT JOIN covered ON feed_health.feed_id = covered.feed_id
ORDER BY
    array_position(ARRAY['failing', 'silent', 'waiting', 'disabled', 'unpolled', 'ok'], feed_health.health_code) ASC,
    feed_health.failure_count DESC,
    feed_health.source_name ASC,
    feed_health.url ASC;
