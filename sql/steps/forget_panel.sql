-- Drops a topic's panel before it is written anew.
-- Parameters: topic_id.
DELETE FROM core.topic_panel
WHERE topic_id = %(topic_id)s;
