-- mart.topic_day: a topic's day, with its share of all that was collected and could be coded.
-- Grain: one row per topic and UTC day since the panel's first day. A day whose completeness is under one half is a gap: its
-- counts are null, never 0.
-- Parameters: days (date[]), now.
WITH asked_day AS (
    SELECT DISTINCT day_date
    FROM unnest(%(days)s::date[]) AS asked (day_date)
),

panel AS (
    SELECT
        topic_panel.topic_id,
        topic_panel.source_id,
        asked_day.day_date
    FROM core.topic_panel
    INNER JOIN asked_day ON asked_day.day_date BETWEEN topic_panel.from_date AND topic_panel.to_date
    UNION ALL
    SELECT
        topic.topic_id,
        source.source_id,
        asked_day.day_date
    FROM core.topic
    CROSS JOIN core.source
    CROSS JOIN asked_day
    WHERE topic.definition ->> 'panel' IS NULL
),

feed_state AS (
    SELECT
        panel.topic_id,
        panel.day_date,
        count(*) AS feed_count,
        count(*) FILTER (WHERE feed_day.is_covered) AS live_feed_count,
        -- A feed too young for an expectation weighs as much as one item a day.
        sum(coalesce(feed_day.expected_item_count, 1)) FILTER (WHERE feed_day.is_covered) AS live_expectation,
        sum(coalesce(feed_day.expected_item_count, 1)) AS expectation,
        string_agg(DISTINCT feed_day.gap_reason, '; ' ORDER BY feed_day.gap_reason) AS gap_reason
    FROM panel
    INNER JOIN mart.feed_day ON panel.source_id = feed_day.source_id AND panel.day_date = feed_day.day_date
    GROUP BY panel.topic_id, panel.day_date
),

imported_state AS (
    SELECT
        panel.topic_id,
        panel.day_date,
        count(*) AS source_count
    FROM panel
    INNER JOIN mart.source_day ON panel.source_id = source_day.source_id AND panel.day_date = source_day.day_date
    WHERE source_day.basis_type = 'import'
    GROUP BY panel.topic_id, panel.day_date
),

-- Read once by their day, not once for each source of each panel in each month's partition.
present_article AS MATERIALIZED (
    SELECT
        article_id,
        source_id,
        effective_date,
        language_code
    FROM core.article
    WHERE is_current AND quality_type <> 'refused' AND effective_date = any(%(days)s::date[])
),

article_of_day AS (
    SELECT
        panel.topic_id,
        panel.day_date,
        article.article_id,
        coalesce(topic.definition -> 'languages' ? article.language_code, FALSE) AS is_coded,
        article_topic.article_id IS NOT NULL AS is_matching,
        story_article.story_id,
        coalesce(story_article.relation_type NOT IN ('exact_copy', 'near_copy'), TRUE) AS is_original,
        source.owner_group,
        coalesce(story_article.origin, source.owner_group) AS origin
    FROM panel
    INNER JOIN core.topic ON panel.topic_id = topic.topic_id
    INNER JOIN present_article AS article
        ON panel.source_id = article.source_id AND panel.day_date = article.effective_date
    INNER JOIN core.source ON article.source_id = source.source_id
    LEFT JOIN core.story_article ON article.article_id = story_article.article_id
    LEFT JOIN core.article_topic
        ON panel.topic_id = article_topic.topic_id AND article.article_id = article_topic.article_id
),

article_state AS (
    SELECT
        topic_id,
        day_date,
        count(*) FILTER (WHERE is_coded) AS total_count,
        count(*) FILTER (WHERE is_coded AND is_matching) AS article_count,
        count(*) FILTER (WHERE is_coded AND is_matching AND is_original) AS original_count,
        count(*) FILTER (WHERE NOT is_coded) AS other_language_count,
        count(DISTINCT story_id) FILTER (WHERE is_coded AND is_matching) AS story_count,
        count(DISTINCT owner_group) FILTER (WHERE is_coded AND is_matching) AS owner_count,
        count(DISTINCT origin) FILTER (WHERE is_coded AND is_matching) AS origin_count
    FROM article_of_day
    GROUP BY topic_id, day_date
),

event_state AS (
    SELECT
        article_of_day.topic_id,
        article_of_day.day_date,
        count(DISTINCT event.event_id) AS event_count
    FROM article_of_day
    INNER JOIN core.corrected_event AS event ON article_of_day.article_id = event.article_id
    WHERE article_of_day.is_matching
    GROUP BY article_of_day.topic_id, article_of_day.day_date
),

claim_state AS (
    SELECT
        article_of_day.topic_id,
        article_of_day.day_date,
        count(DISTINCT claim.claim_key) AS claim_count
    FROM article_of_day
    INNER JOIN core.corrected_claim AS claim ON article_of_day.article_id = claim.article_id
    WHERE article_of_day.is_matching
    GROUP BY article_of_day.topic_id, article_of_day.day_date
),

topic_asked AS (
    SELECT
        topic_id,
        day_date
    FROM feed_state
    UNION
    SELECT
        topic_id,
        day_date
    FROM imported_state
),

judged AS (
    SELECT
        topic_asked.topic_id,
        topic_asked.day_date,
        coalesce(feed_state.feed_count, 0) AS feed_count,
        coalesce(feed_state.live_feed_count, 0) AS live_feed_count,
        feed_state.gap_reason,
        CASE
            WHEN feed_state.expectation > 0 THEN coalesce(feed_state.live_expectation, 0) / feed_state.expectation
            -- On a weekday on which none of the feeds brings anything, all weigh the same.
            ELSE feed_state.live_feed_count::double precision / nullif(feed_state.feed_count, 0)
        END AS completeness,
        coalesce(imported_state.source_count, 0) > 0 AS is_imported
    FROM topic_asked
    LEFT JOIN feed_state ON topic_asked.topic_id = feed_state.topic_id AND topic_asked.day_date = feed_state.day_date
    LEFT JOIN imported_state
        ON topic_asked.topic_id = imported_state.topic_id AND topic_asked.day_date = imported_state.day_date
),

gap_judged AS (
    SELECT
        topic_id,
        day_date,
        feed_count,
        live_feed_count,
        gap_reason,
        completeness,
        -- Where only an import speaks for the day, it counts as collected.
        not(coalesce(completeness >= 0.5, FALSE) OR (is_imported AND feed_count = 0)) AS is_gap
    FROM judged
)

INSERT INTO mart.topic_day (
    topic_id, day_date, total_count, article_count, story_count, owner_count, origin_count, event_count, claim_count,
    other_language_count, share, live_feed_count, feed_count, completeness, is_gap, gap_reason, is_open, computed_at,
    original_count
)
SELECT
    gap_judged.topic_id,
    gap_judged.day_date,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.total_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.article_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.story_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.owner_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.origin_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(event_state.event_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(claim_state.claim_count, 0) END,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.other_language_count, 0) END,
    CASE
        WHEN
            NOT gap_judged.is_gap
            THEN article_state.article_count::double precision / nullif(article_state.total_count, 0)
    END,
    gap_judged.live_feed_count,
    gap_judged.feed_count,
    gap_judged.completeness,
    gap_judged.is_gap,
    CASE WHEN gap_judged.is_gap THEN coalesce(gap_judged.gap_reason, 'not collected') END,
    (gap_judged.day_date + 1)::timestamp AT TIME ZONE 'UTC' > %(now)s::timestamptz,
    %(now)s,
    CASE WHEN NOT gap_judged.is_gap THEN coalesce(article_state.original_count, 0) END
FROM gap_judged
LEFT JOIN article_state
    ON gap_judged.topic_id = article_state.topic_id AND gap_judged.day_date = article_state.day_date
LEFT JOIN event_state ON gap_judged.topic_id = event_state.topic_id AND gap_judged.day_date = event_state.day_date
LEFT JOIN claim_state ON gap_judged.topic_id = claim_state.topic_id AND gap_judged.day_date = claim_state.day_date
ORDER BY gap_judged.topic_id, gap_judged.day_date
ON CONFLICT (topic_id, day_date) DO UPDATE
    SET
        total_count = excluded.total_count,
        article_count = excluded.article_count,
        story_count = excluded.story_count,
        owner_count = excluded.owner_count,
        origin_count = excluded.origin_count,
        event_count = excluded.event_count,
        claim_count = excluded.claim_count,
        other_language_count = excluded.other_language_count,
        share = excluded.share,
        live_feed_count = excluded.live_feed_count,
        feed_count = excluded.feed_count,
        completeness = excluded.completeness,
        is_gap = excluded.is_gap,
        gap_reason = excluded.gap_reason,
        is_open = excluded.is_open,
        computed_at = excluded.computed_at,
        original_count = excluded.original_count;
