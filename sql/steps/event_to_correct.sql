-- The current event of a key, or of the beginning of one, as the coder read it and as corrections left it: its surest clause.
-- Grain: one row per event, two at most. Parameters: key_pattern (the key's beginning and a percent sign).
SELECT DISTINCT ON (event_evidence.event_key)
    event_evidence.event_key,
    to_jsonb(corrected_event) AS corrected,
    to_jsonb(event) || to_jsonb(event_evidence) AS coded
FROM core.event_evidence
INNER JOIN core.event ON event_evidence.event_id = event.event_id
LEFT JOIN core.corrected_event ON event_evidence.event_evidence_id = corrected_event.event_evidence_id
WHERE event_evidence.is_current AND event_evidence.event_key LIKE %(key_pattern)s
ORDER BY event_evidence.event_key ASC, event_evidence.confidence DESC, event_evidence.event_evidence_id ASC
LIMIT 2;
