-- How each feed is, in a word and in a sentence; where feeds moved; documents that were named and not read.

CREATE OR REPLACE VIEW mart.feed_health AS
WITH first_good AS (
    SELECT
        feed_id,
        min(polled_at) AS first_good_at
    FROM raw.feed_poll
    WHERE is_good
    GROUP BY feed_id
),

recent_poll AS (
    SELECT
        feed_poll.feed_id,
        feed_poll.polled_at,
        feed_poll.is_good,
        feed_poll.outcome_code,
        feed_poll.new_item_count,
        feed_poll.polled_at > first_good.first_good_at AS is_later,
        feed_poll.polled_at > feed.last_poll_at - interval '28 days' AS is_of_four_weeks
    FROM raw.feed_poll
    INNER JOIN raw.feed ON feed_poll.feed_id = feed.feed_id
    LEFT JOIN first_good ON feed_poll.feed_id = first_good.feed_id
    WHERE feed_poll.polled_at > feed.last_poll_at - interval '90 days'
),

pulse AS (
    SELECT
        feed_id,
        (array_agg(outcome_code ORDER BY polled_at DESC))[1] AS last_outcome_code,
        max(polled_at) FILTER (WHERE new_item_count > 0) AS last_new_item_at,
        sum(new_item_count) FILTER (WHERE is_later AND is_of_four_weeks) AS later_item_count,
        count(*) FILTER (WHERE is_of_four_weeks) AS poll_count,
        count(*) FILTER (WHERE is_of_four_weeks AND NOT is_good) AS failed_poll_count
    FROM recent_poll
    GROUP BY feed_id
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
        pulse.last_outcome_code,
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
    LEFT JOIN habit ON feed.feed_id = habit.feed_id
),

judged AS (
    SELECT
        measured.*,
        coalesce(
            measured.silence > coalesce(greatest(3 * measured.usual_pause, interval '1 day'), interval '14 days'), FALSE
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
COMMENT ON VIEW mart.feed_health IS 'One row per feed: how it is, the reason in words, when it was last well, what it brings';
COMMENT ON COLUMN mart.feed_health.domain IS 'Host name of the outlet';
COMMENT ON COLUMN mart.feed_health.health_code IS
'ok, silent (well, but quieter than usual), waiting (asked to wait; not the feed''s fault), failing, unpolled or disabled';
COMMENT ON COLUMN mart.feed_health.health_reason IS 'Why it is so, in one sentence';
COMMENT ON COLUMN mart.feed_health.last_outcome_code IS 'Outcome of its last poll, in the fixed vocabulary of raw.feed_poll';
COMMENT ON COLUMN mart.feed_health.last_new_item_at IS 'The last poll, within 90 days of the last one, that brought a new item';
COMMENT ON COLUMN mart.feed_health.daily_item_count IS
'New items a day over four weeks, the first document left out; null before it was watched for a day';
COMMENT ON COLUMN mart.feed_health.silence IS 'How long before its last good poll it brought its last new item';
COMMENT ON COLUMN mart.feed_health.usual_pause IS
'Nine in ten pauses between new items are no longer; null where there were fewer than five in 90 days';
COMMENT ON COLUMN mart.feed_health.is_silent IS
'True where the silence is over three usual pauses and a day, or over 14 days where none is usual yet';
COMMENT ON COLUMN mart.feed_health.has_trusted_dates IS 'False where its dates proved wrong';
COMMENT ON COLUMN mart.feed_health.poll_count IS 'Polls in the four weeks before its last one';
COMMENT ON COLUMN mart.feed_health.failed_poll_count IS 'Those of them that were not good';
COMMENT ON COLUMN mart.feed_health.is_added_by_hand IS
'True where `wirewatch feeds add` or `import` brought it, not the catalog';
COMMENT ON COLUMN mart.feed_health.moving_to_url IS 'Where a permanent redirect points that has not yet proved itself';
COMMENT ON COLUMN mart.feed_health.move_count IS 'How often its address was changed; see mart.feed_move';

CREATE VIEW mart.feed_move AS
SELECT
    feed.feed_id,
    source.name AS source_name,
    move.old_url,
    move.new_url,
    move.changed_at
FROM raw.feed
INNER JOIN core.source ON feed.source_id = source.source_id
CROSS JOIN LATERAL jsonb_to_recordset(feed.url_history) AS move (old_url text, new_url text, changed_at timestamptz);
COMMENT ON VIEW mart.feed_move IS 'Where feeds stood before a permanent redirect had proved itself';
COMMENT ON COLUMN mart.feed_move.feed_id IS 'The feed';
COMMENT ON COLUMN mart.feed_move.source_name IS 'The outlet';
COMMENT ON COLUMN mart.feed_move.old_url IS 'Its address before';
COMMENT ON COLUMN mart.feed_move.new_url IS 'Its address since';
COMMENT ON COLUMN mart.feed_move.changed_at IS 'When the move was saved';

CREATE TABLE raw.page_refusal (
    page_id bigint PRIMARY KEY REFERENCES raw.page_key (page_id),
    outcome_code text NOT NULL,
    http_status integer,
    content_type text,
    byte_count bigint,
    final_url text,
    reason text NOT NULL,
    has_summary boolean NOT NULL,
    refused_at timestamptz NOT NULL
);
COMMENT ON TABLE raw.page_refusal IS 'A page that could not be had, for good or after all tries; gone when it can';
COMMENT ON COLUMN raw.page_refusal.page_id IS 'The page';
COMMENT ON COLUMN raw.page_refusal.outcome_code IS
'unsupported_type, paywall, consent_wall, not_found …: the vocabulary of pipeline/collect/outcomes.py';
COMMENT ON COLUMN raw.page_refusal.http_status IS 'HTTP status, null where none came';
COMMENT ON COLUMN raw.page_refusal.content_type IS 'Content-Type header';
COMMENT ON COLUMN raw.page_refusal.byte_count IS 'Size as announced or received, null where unknown';
COMMENT ON COLUMN raw.page_refusal.final_url IS 'The address that answered, after redirects';
COMMENT ON COLUMN raw.page_refusal.reason IS 'What happened, in words';
COMMENT ON COLUMN raw.page_refusal.has_summary IS 'True where the feed''s own words were kept as a partial article';
COMMENT ON COLUMN raw.page_refusal.refused_at IS 'When';

CREATE VIEW mart.page_refusal AS
SELECT
    source.source_id,
    source.name AS source_name,
    source.domain,
    page_refusal.outcome_code,
    page_key.url,
    page_refusal.content_type,
    page_refusal.byte_count,
    page_refusal.http_status,
    page_refusal.reason,
    page_refusal.has_summary,
    page_refusal.refused_at
FROM raw.page_refusal
INNER JOIN raw.page_key ON page_refusal.page_id = page_key.page_id
INNER JOIN core.source ON page_key.source_id = source.source_id;
COMMENT ON VIEW mart.page_refusal IS 'Pages that feeds named and that could not be read: PDFs, films, walls, errors; by source';
COMMENT ON COLUMN mart.page_refusal.source_id IS 'The outlet';
COMMENT ON COLUMN mart.page_refusal.source_name IS 'Its name';
COMMENT ON COLUMN mart.page_refusal.domain IS 'Its host name';
COMMENT ON COLUMN mart.page_refusal.outcome_code IS 'What came: unsupported_type, paywall, consent_wall, not_found …';
COMMENT ON COLUMN mart.page_refusal.url IS 'Address of the document';
COMMENT ON COLUMN mart.page_refusal.content_type IS 'Its type, as the server says';
COMMENT ON COLUMN mart.page_refusal.byte_count IS 'Its size in bytes, where known';
COMMENT ON COLUMN mart.page_refusal.http_status IS 'HTTP status';
COMMENT ON COLUMN mart.page_refusal.reason IS 'What happened, in words';
COMMENT ON COLUMN mart.page_refusal.has_summary IS 'True where the feed''s own words stand in as a partial article';
COMMENT ON COLUMN mart.page_refusal.refused_at IS 'When';

COMMENT ON COLUMN raw.page_key.url IS 'The URL to fetch: as first seen, or where the feed says that the article moved';
COMMENT ON COLUMN raw.feed.catalog_url IS
'The address in the catalog, which may have moved since; null for feeds added by hand, which no catalog touches';
