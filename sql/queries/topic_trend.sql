-- How much is written about a topic, day by day: matching articles, all articles, stories, owners; gap days are null.
-- Grain: one row per day, the newest last.
-- Parameters: topic_key, day_count.
SELECT
    topic_day.day_date,
    topic_day.article_count,
    topic_day.total_count,
    topic_day.story_count,
    topic_day.owner_count,
    topic_day.origin_count,
    round(topic_day.share::numeric, 3) AS share,
    round(topic_day.completeness::numeric, 2) AS completeness,
    topic_day.gap_reason
FROM mart.topic_day
INNER JOIN mart.dim_topic ON topic_day.topic_id = dim_topic.topic_id
WHERE
    dim_topic.topic_key = %(topic_key)s
    AND topic_day.day_date > (
        SELECT max(last_day.day_date) - %(day_count)s::integer
        FROM mart.topic_day AS last_day
        WHERE last_day.topic_id = topic_day.topic_id
    )
ORDER BY topic_day.day_date;
