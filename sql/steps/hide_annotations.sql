-- Takes what was coded of articles out of the marts' sight; it stays queryable.
-- Parameters: article_ids (bigint[]).
WITH evidence AS (
    UPDATE core.event_evidence
    SET is_current = FALSE
    WHERE article_id = any(%(article_ids)s::bigint[]) AND is_current
)

UPDATE core.claim
SET is_current = FALSE
WHERE article_id = any(%(article_ids)s::bigint[]) AND is_current;
