-- Notes that an article matches a topic.
-- Parameters: topic_key, article_id, matched_by (text[]), now.
INSERT INTO core.article_topic (article_id, topic_id, matched_by, matched_at)
SELECT
    %(article_id)s,
    topic_id,
    %(matched_by)s,
    %(now)s
FROM core.topic
WHERE topic_key = %(topic_key)s
ON CONFLICT (topic_id, article_id) DO UPDATE SET matched_by = excluded.matched_by;
