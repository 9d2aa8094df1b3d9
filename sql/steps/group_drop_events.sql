-- Drops the events of stories that no article tells any more.
-- Parameters: story_ids (bigint[]).
DELETE FROM core.event
WHERE
    event.story_id = any(%(story_ids)s::bigint[])
    AND NOT EXISTS (SELECT 1 FROM core.event_evidence WHERE event_evidence.event_id = event.event_id);
