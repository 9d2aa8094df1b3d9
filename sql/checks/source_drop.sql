-- Sources that on their last closed and collected day brought under a quarter of their usual articles: the mean of the
-- collected days among the 28 before, where there are 7 of them and it is 4 or more. A changed page layout looks like this.
-- Grain: one row per such source; none when all is well.
-- Severity: warning. Stage: track.
WITH ranked AS (
    SELECT
        source_id,
        day_date,
        article_count,
        row_number() OVER (PARTITION BY source_id ORDER BY day_date DESC) AS age
    FROM mart.source_day
    WHERE NOT is_gap AND day_date < (SELECT max(latest.day_date) FROM mart.source_day AS latest)
),

usual AS (
    SELECT
        before.source_id,
        avg(before.article_count) AS mean_count
    FROM ranked AS before
    INNER JOIN ranked AS latest ON before.source_id = latest.source_id AND latest.age = 1
    WHERE before.age > 1 AND before.day_date >= latest.day_date - 28
    GROUP BY before.source_id
    HAVING count(*) >= 7 AND avg(before.article_count) >= 4
)

SELECT
    source.domain,
    ranked.day_date,
    ranked.article_count,
    round(usual.mean_count, 1) AS usual_count
FROM ranked
INNER JOIN usual ON ranked.source_id = usual.source_id
INNER JOIN core.source ON ranked.source_id = source.source_id
WHERE ranked.age = 1 AND ranked.article_count * 4 < usual.mean_count;
