-- Earlier values of a day that was over and changed afterwards.
-- Grain: one row per value, the newest first.
-- Parameters: topic_key, day_date.
SELECT
    topic_day_revision.computed_at,
    topic_day_revision.replaced_at,
    topic_day_revision.article_count,
    topic_day_revision.total_count,
    topic_day_revision.story_count,
    topic_day_revision.owner_count
FROM mart.topic_day_revision
INNER JOIN core.topic ON topic_day_revision.topic_id = topic.topic_id
WHERE topic.topic_key = %(topic_key)s AND topic_day_revision.day_date = %(day_date)s
ORDER BY topic_day_revision.computed_at DESC
LIMIT 20;
