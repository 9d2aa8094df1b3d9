-- mart.feed_health reads the last 90 days of each feed by index instead of all polls ever. A feed of which nothing is usual yet
-- is silent after 14 days, as its comment says, not after one.

CREATE OR REPLACE VIEW mart.feed_health AS
WITH first_good AS (
    SELECT
        feed.feed_id,
        first_poll.polled_at AS first_good_at
    FROM raw.feed
    INNER JOIN LATERAL (
        SELECT feed_poll.polled_at
        FROM raw.feed_poll
        WHERE feed_poll.feed_id = feed.feed_id AND feed_poll.is_good
        ORDER BY feed_poll.polled_at
        LIMIT 1
    ) AS first_poll ON TRUE
),

recent_poll AS (
    SELECT
        feed.feed_id,
        poll.polled_at,
        poll.is_good,
        poll.outcome_code,
        poll.new_item_count,
        poll.polled_at > first_good.first_good_at AS is_later,
        poll.polled_at > feed.last_poll_at - interval '28 days' AS is_of_four_weeks
    FROM raw.feed
    LEFT JOIN first_good ON feed.feed_id = first_good.feed_id
    CROSS JOIN LATERAL (
        SELECT
            feed_poll.polled_at,
            feed_poll.is_good,
            feed_poll.outcome_code,
            feed_poll.new_item_count
        FROM raw.feed_poll
        WHERE feed_poll.feed_id = feed.feed_id AND feed_poll.polled_at > feed.last_poll_at - interval '90 days'
        -- Keeps the planner at the index of each feed: it cannot guess how few of all polls these are.
        OFFSET 0
    ) AS poll
),

pulse AS (
    SELECT
        feed_id,
        max(polled_at) FILTER (WHERE new_item_count > 0) AS last_new_item_at,
        sum(new_item_count) FILTER (WHERE is_later AND is_of_four_weeks) AS later_item_count,
        count(*) FILTER (WHERE is_of_four_weeks) AS poll_count,
        count(*) FILTER (WHERE is_of_four_weeks AND NOT is_good) AS failed_poll_count
    FROM recent_poll
    GROUP BY feed_id
),

last_poll AS (
    SELECT
        feed.feed_id,
        poll.outcome_code AS last_outcome_code
    FROM raw.feed
    CROSS JOIN LATERAL (
        SELECT feed_poll.outcome_code
        FROM raw.feed_poll
        WHERE feed_poll.feed_id = feed.feed_id AND feed_poll.polled_at > feed.last_poll_at - interval '90 days'
        ORDER BY feed_poll.polled_at DESC
        LIMIT 1
    ) AS poll
),

pause AS (
    SELECT
        feed_id,
        polled_at - lag(polled_at) OVER (PARTITION BY feed_id ORDER BY polled_at) AS length
    FROM recent_poll
    WHERE new_item_count > 0
),

-- With fewer than five pauses nothing is usual yet.
habit AS (
    SELECT
        feed_id,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY length) AS usual_pause
    FROM pause
    WHERE length IS NOT NULL
    GROUP BY feed_id
    HAVING count(*) >= 5
),

measured AS (
    SELECT
        feed.feed_id,
        last_poll.last_outcome_code,
        pulse.last_new_item_at,
        habit.usual_pause,
        pulse.poll_count,
        pulse.failed_poll_count,
        feed.last_success_at - coalesce(pulse.last_new_item_at, first_good.first_good_at) AS silence,
        CASE
            WHEN feed.last_success_at - first_good.first_good_at >= interval '1 day' THEN
                coalesce(pulse.later_item_count, 0) / extract(
                    EPOCH FROM
                    feed.last_success_at - greatest(first_good.first_good_at, feed.last_poll_at - interval '28 days')
                ) * 86400
        END AS daily_item_count
    FROM raw.feed
    LEFT JOIN first_good ON feed.feed_id = first_good.feed_id
    LEFT JOIN pulse ON feed.feed_id = pulse.feed_id
    LEFT JOIN last_poll ON feed.feed_id = last_poll.feed_id
    LEFT JOIN habit ON feed.feed_id = habit.feed_id
),

judged AS (
    SELECT
        measured.*,
        coalesce(
            measured.silence > CASE
                WHEN measured.usual_pause IS NULL THEN interval '14 days'
                ELSE greatest(3 * measured.usual_pause, interval '1 day')
            END,
            FALSE
        ) AS is_silent
    FROM measured
)

SELECT
    feed.feed_id,
    source.name AS source_name,
    source.country_code,
    source.language_code,
    feed.url,
    feed.state_code,
    feed.disabled_reason,
    feed.is_verified,
    feed.failure_count,
    feed.last_reason,
    feed.last_poll_at,
    feed.last_success_at,
    feed.next_poll_at,
    (SELECT count(*) FROM raw.feed_item_key WHERE feed_item_key.feed_id = feed.feed_id) AS item_count,
    source.domain,
    CASE
        WHEN feed.state_code = 'disabled' THEN 'disabled'
        WHEN feed.last_poll_at IS NULL THEN 'unpolled'
        WHEN feed.failure_count > 0 THEN 'failing'
        WHEN judged.last_outcome_code NOT IN ('ok', 'not_modified', 'unchanged') THEN 'waiting'
        WHEN judged.is_silent THEN 'silent'
        ELSE 'ok'
    END AS health_code,
    CASE
        WHEN feed.state_code = 'disabled' THEN coalesce(feed.disabled_reason, 'switched off')
        WHEN feed.last_poll_at IS NULL THEN 'not polled yet'
        WHEN feed.failure_count > 0
            THEN
                feed.failure_count || CASE feed.failure_count WHEN 1 THEN ' poll' ELSE ' polls in a row' END || ' failed: '
                || coalesce(feed.last_reason, 'no reason kept')
        WHEN judged.last_outcome_code NOT IN ('ok', 'not_modified', 'unchanged') THEN feed.last_reason
        WHEN judged.is_silent
            THEN
                'it answers, but has had nothing new for ' || round(extract(EPOCH FROM judged.silence) / 86400, 1) || ' days'
                || coalesce(
                    ', while ' || round(extract(EPOCH FROM judged.usual_pause) / 86400, 1) || ' are usual at most', ''
                )
        WHEN NOT feed.has_trusted_dates
            THEN
                'well; its dates proved wrong, so items take the time at which they were first seen'
        ELSE 'well'
    END AS health_reason,
    judged.last_outcome_code,
    judged.last_new_item_at,
    round(judged.daily_item_count, 2) AS daily_item_count,
    judged.silence,
    judged.usual_pause,
    judged.is_silent,
    feed.has_trusted_dates,
    coalesce(judged.poll_count, 0) AS poll_count,
    coalesce(judged.failed_poll_count, 0) AS failed_poll_count,
    feed.catalog_url IS NULL AS is_added_by_hand,
    feed.redirect ->> 'url' AS moving_to_url,
    jsonb_array_length(feed.url_history) AS move_count
FROM raw.feed
INNER JOIN core.source ON feed.source_id = source.source_id
INNER JOIN judged ON feed.feed_id = judged.feed_id;
