-- Was there nothing, or did we not look? Silence with its evidence: "0 hits in 412 articles from 38 live feeds".
-- Grain: one row per day of the topic, the newest first.
-- Parameters: topic_key.
SELECT
    topic_day.day_date,
    CASE
        WHEN topic_day.is_gap THEN 'not collected: ' || topic_day.gap_reason
        ELSE format(
            '%%s hits in %%s articles from %%s live feeds',
            topic_day.article_count, topic_day.total_count, topic_day.live_feed_count
        )
    END AS finding
FROM mart.topic_day
INNER JOIN mart.dim_topic ON topic_day.topic_id = dim_topic.topic_id
WHERE dim_topic.topic_key = %(topic_key)s
ORDER BY topic_day.day_date DESC;
