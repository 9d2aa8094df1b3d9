-- mart.feed_day: was the feed covered on the day?
-- Grain: one row per feed and UTC day, from the feed's first poll on.
-- A good poll covers the time from covers_from_at (the poll before where the two overlap, else its oldest item) to polled_at.
-- A day is covered when the good polls cover all of it; while the day is not over, when they cover it up to the last try.
-- Parameters: days (date[]), now.
WITH asked_day AS (
    SELECT DISTINCT day_date
    FROM unnest(%(days)s::date[]) AS asked (day_date)
    WHERE day_date <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date
),

feed_span AS (
    SELECT
        feed.feed_id,
        feed.source_id,
        (first_poll.polled_at AT TIME ZONE 'UTC')::date AS first_day_date
    FROM raw.feed
    INNER JOIN LATERAL (
        SELECT feed_poll.polled_at
        FROM raw.feed_poll
        WHERE feed_poll.feed_id = feed.feed_id
        ORDER BY feed_poll.polled_at
        LIMIT 1
    ) AS first_poll ON TRUE
),

feed_asked AS (
    SELECT
        feed_span.feed_id,
        feed_span.source_id,
        asked_day.day_date,
        asked_day.day_date::timestamp AT TIME ZONE 'UTC' AS day_start_at,
        (asked_day.day_date + 1)::timestamp AT TIME ZONE 'UTC' AS day_end_at
    FROM feed_span
    INNER JOIN asked_day ON asked_day.day_date >= feed_span.first_day_date
),

poll_of_day AS (
    SELECT
        feed_asked.feed_id,
        feed_asked.day_date,
        count(*) FILTER (WHERE feed_poll.is_good) AS good_poll_count,
        count(*) FILTER (WHERE NOT feed_poll.is_good) AS failed_poll_count,
        max(feed_poll.polled_at) AS last_poll_at,
        (array_agg(feed_poll.outcome_code ORDER BY feed_poll.polled_at DESC) FILTER (WHERE NOT feed_poll.is_good))[1]
            AS last_failure
    FROM feed_asked
    INNER JOIN raw.feed_poll
        ON
            feed_asked.feed_id = feed_poll.feed_id
            AND feed_poll.polled_at >= feed_asked.day_start_at
            AND feed_poll.polled_at < feed_asked.day_end_at
    GROUP BY feed_asked.feed_id, feed_asked.day_date
),

cover AS (
    SELECT
        feed_asked.feed_id,
        feed_asked.day_date,
        range_agg(tstzrange(feed_poll.covers_from_at, feed_poll.polled_at, '[]')) AS covered
    FROM feed_asked
    INNER JOIN raw.feed_poll
        ON
            feed_asked.feed_id = feed_poll.feed_id
            AND feed_poll.is_good
            AND feed_poll.covers_from_at < feed_asked.day_end_at
            AND feed_poll.polled_at >= feed_asked.day_start_at
    GROUP BY feed_asked.feed_id, feed_asked.day_date
),

item_of_day AS (
    SELECT
        feed_item_key.feed_id,
        asked_day.day_date,
        count(*) AS item_count
    FROM asked_day
    INNER JOIN raw.feed_item_key
        ON
            feed_item_key.first_seen_at >= asked_day.day_date::timestamp AT TIME ZONE 'UTC'
            AND feed_item_key.first_seen_at < (asked_day.day_date + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY feed_item_key.feed_id, asked_day.day_date
),

expectation AS (
    SELECT
        feed_asked.feed_id,
        feed_asked.day_date,
        count(*) FILTER (WHERE extract(DOW FROM past.day_date) = extract(DOW FROM feed_asked.day_date))
            AS weekday_count,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY past.item_count)
        FILTER (WHERE extract(DOW FROM past.day_date) = extract(DOW FROM feed_asked.day_date)) AS weekday_median,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY past.item_count) AS day_median
    FROM feed_asked
    INNER JOIN mart.feed_day AS past
        ON
            feed_asked.feed_id = past.feed_id
            AND past.is_covered
            AND past.day_date BETWEEN feed_asked.day_date - 56 AND feed_asked.day_date - 1
    GROUP BY feed_asked.feed_id, feed_asked.day_date
),

judged AS (
    SELECT
        feed_asked.feed_id,
        feed_asked.source_id,
        feed_asked.day_date,
        coalesce(poll_of_day.good_poll_count, 0) AS good_poll_count,
        coalesce(poll_of_day.failed_poll_count, 0) AS failed_poll_count,
        poll_of_day.last_failure,
        coalesce(item_of_day.item_count, 0) AS item_count,
        CASE WHEN expectation.weekday_count >= 3 THEN expectation.weekday_median ELSE expectation.day_median END
            AS expected_item_count,
        coalesce(
            cover.covered @> tstzrange(
                -- On the day of the first poll nothing before it could have been collected but what the feed still held.
                CASE
                    WHEN feed_span.first_day_date = feed_asked.day_date
                        THEN lower(cover.covered)
                    ELSE feed_asked.day_start_at
                END,
                CASE
                    WHEN feed_asked.day_end_at > %(now)s::timestamptz
                        THEN
                            greatest(coalesce(poll_of_day.last_poll_at, feed_asked.day_end_at), feed_asked.day_start_at)
                    ELSE feed_asked.day_end_at
                END,
                '[)'
            ),
            FALSE
        ) AS is_covered
    FROM feed_asked
    INNER JOIN feed_span ON feed_asked.feed_id = feed_span.feed_id
    LEFT JOIN poll_of_day ON feed_asked.feed_id = poll_of_day.feed_id AND feed_asked.day_date = poll_of_day.day_date
    LEFT JOIN cover ON feed_asked.feed_id = cover.feed_id AND feed_asked.day_date = cover.day_date
    LEFT JOIN item_of_day ON feed_asked.feed_id = item_of_day.feed_id AND feed_asked.day_date = item_of_day.day_date
    LEFT JOIN expectation ON feed_asked.feed_id = expectation.feed_id AND feed_asked.day_date = expectation.day_date
)

INSERT INTO mart.feed_day (
    feed_id, source_id, day_date, is_covered, gap_reason, good_poll_count, failed_poll_count, item_count,
    expected_item_count, computed_at
)
SELECT
    feed_id,
    source_id,
    day_date,
    is_covered,
    CASE
        WHEN is_covered THEN NULL
        WHEN failed_poll_count > 0 THEN 'polls failed: ' || last_failure
        WHEN good_poll_count = 0 THEN 'not polled'
        ELSE 'items between two polls may be missing'
    END,
    good_poll_count,
    failed_poll_count,
    item_count,
    expected_item_count,
    %(now)s
FROM judged
ORDER BY feed_id, day_date
ON CONFLICT (feed_id, day_date) DO UPDATE
    SET
        is_covered = excluded.is_covered,
        gap_reason = excluded.gap_reason,
        good_poll_count = excluded.good_poll_count,
        failed_poll_count = excluded.failed_poll_count,
        item_count = excluded.item_count,
        expected_item_count = excluded.expected_item_count,
        computed_at = excluded.computed_at;
