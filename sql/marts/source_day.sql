-- mart.source_day: what was collected of a source, and whether the day is a gap.
-- Grain: one row per source and UTC day. A day is a gap where a feed of the source is not covered and no import declares it.
-- Parameters: days (date[]), now.
WITH feed_state AS (
    SELECT
        source_id,
        day_date,
        count(*) AS feed_count,
        count(*) FILTER (WHERE is_covered) AS live_feed_count,
        string_agg(DISTINCT gap_reason, '; ' ORDER BY gap_reason) AS gap_reason
    FROM mart.feed_day
    WHERE day_date = any(%(days)s::date[])
    GROUP BY source_id, day_date
),

declared AS (
    SELECT DISTINCT
        collected_range.source_id,
        day.day_date
    FROM ops.collected_range
    INNER JOIN unnest(%(days)s::date[]) AS day (day_date)
        ON day.day_date BETWEEN collected_range.from_date AND collected_range.to_date
),

article_state AS (
    SELECT
        source_id,
        effective_date AS day_date,
        count(*) FILTER (WHERE quality_type <> 'refused') AS article_count,
        count(*) FILTER (WHERE quality_type = 'partial') AS partial_count,
        count(*) FILTER (WHERE quality_type = 'refused') AS refused_count
    FROM core.article
    WHERE is_current AND effective_date = any(%(days)s::date[])
    GROUP BY source_id, effective_date
),

source_asked AS (
    SELECT
        source_id,
        day_date
    FROM feed_state
    UNION
    SELECT
        source_id,
        day_date
    FROM declared
),

judged AS (
    SELECT
        source_asked.source_id,
        source_asked.day_date,
        coalesce(feed_state.feed_count, 0) AS feed_count,
        coalesce(feed_state.live_feed_count, 0) AS live_feed_count,
        feed_state.gap_reason,
        CASE
            WHEN declared.source_id IS NOT NULL THEN 'import'
            WHEN feed_state.live_feed_count = feed_state.feed_count THEN 'poll'
        END AS basis_type,
        coalesce(article_state.article_count, 0) AS article_count,
        coalesce(article_state.partial_count, 0) AS partial_count,
        coalesce(article_state.refused_count, 0) AS refused_count
    FROM source_asked
    LEFT JOIN
        feed_state
        ON source_asked.source_id = feed_state.source_id AND source_asked.day_date = feed_state.day_date
    LEFT JOIN declared ON source_asked.source_id = declared.source_id AND source_asked.day_date = declared.day_date
    LEFT JOIN article_state
        ON source_asked.source_id = article_state.source_id AND source_asked.day_date = article_state.day_date
)

INSERT INTO mart.source_day (
    source_id, day_date, is_gap, gap_reason, basis_type, feed_count, live_feed_count, article_count, partial_count,
    refused_count, computed_at
)
SELECT
    source_id,
    day_date,
    basis_type IS NULL,
    CASE WHEN basis_type IS NULL THEN coalesce(gap_reason, 'not collected') END,
    basis_type,
    feed_count,
    live_feed_count,
    CASE WHEN basis_type IS NOT NULL THEN article_count END,
    CASE WHEN basis_type IS NOT NULL THEN partial_count END,
    CASE WHEN basis_type IS NOT NULL THEN refused_count END,
    %(now)s
FROM judged
ORDER BY source_id, day_date
ON CONFLICT (source_id, day_date) DO UPDATE
    SET
        is_gap = excluded.is_gap,
        gap_reason = excluded.gap_reason,
        basis_type = excluded.basis_type,
        feed_count = excluded.feed_count,
        live_feed_count = excluded.live_feed_count,
        article_count = excluded.article_count,
        partial_count = excluded.partial_count,
        refused_count = excluded.refused_count,
        computed_at = excluded.computed_at;
