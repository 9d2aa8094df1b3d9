-- Puts a source into a topic's panel.
-- Parameters: topic_id, domain, from_date, to_date.
INSERT INTO core.topic_panel (topic_id, source_id, from_date, to_date)
SELECT
    %(topic_id)s,
    source_id,
    %(from_date)s,
    %(to_date)s
FROM core.source
WHERE domain = %(domain)s
ON CONFLICT (topic_id, source_id, from_date) DO UPDATE SET to_date = greatest(topic_panel.to_date, excluded.to_date);
