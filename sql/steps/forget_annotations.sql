-- Sets aside what was coded of articles before: evidence and claims of older text versions stay, no longer current;
-- those of the present text version are replaced. An event without any evidence left goes too.
-- Parameters: article_ids (bigint[]), article_version_ids (bigint[]).
WITH older_evidence AS (
    UPDATE core.event_evidence
    SET is_current = FALSE
    WHERE
        article_id = any(%(article_ids)s::bigint[])
        AND is_current
        AND article_version_id <> all(%(article_version_ids)s::bigint[])
),

older_claim AS (
    UPDATE core.claim
    SET is_current = FALSE
    WHERE
        article_id = any(%(article_ids)s::bigint[])
        AND is_current
        AND article_version_id <> all(%(article_version_ids)s::bigint[])
),

present_mention AS (
    DELETE FROM core.mention
    WHERE article_version_id = any(%(article_version_ids)s::bigint[])
),

present_claim AS (
    DELETE FROM core.claim
    WHERE article_version_id = any(%(article_version_ids)s::bigint[])
),

present_evidence AS (
    DELETE FROM core.event_evidence
    WHERE article_version_id = any(%(article_version_ids)s::bigint[])
    RETURNING event_id, event_evidence_id
)

DELETE FROM core.event
WHERE
    event_id IN (SELECT event_id FROM present_evidence)
    AND NOT EXISTS (
        SELECT 1
        FROM core.event_evidence
        WHERE
            event_evidence.event_id = event.event_id
            AND event_evidence.event_evidence_id NOT IN (SELECT event_evidence_id FROM present_evidence)
    );
