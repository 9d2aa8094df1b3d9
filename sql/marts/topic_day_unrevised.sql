-- Removes the revisions of this refresh whose values the refresh did not change.
-- Parameters: days (date[]), now.
DELETE FROM mart.topic_day_revision
USING mart.topic_day
WHERE
    topic_day_revision.topic_id = topic_day.topic_id
    AND topic_day_revision.day_date = topic_day.day_date
    AND topic_day_revision.day_date = any(%(days)s::date[])
    AND topic_day_revision.replaced_at = %(now)s
    AND (
        topic_day_revision.total_count,
        topic_day_revision.article_count,
        topic_day_revision.story_count,
        topic_day_revision.owner_count
    ) IS NOT DISTINCT FROM (
        topic_day.total_count,
        topic_day.article_count,
        topic_day.story_count,
        topic_day.owner_count
    );
