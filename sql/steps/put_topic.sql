-- Adds a topic or changes it; returns its id only where something changed.
-- Parameters: topic_key, title, definition (JSON), definition_sha256, now.
INSERT INTO core.topic (topic_key, title, definition, definition_sha256, changed_at)
VALUES (%(topic_key)s, %(title)s, %(definition)s::jsonb, %(definition_sha256)s, %(now)s)
ON CONFLICT (topic_key) DO UPDATE
    SET
        title = excluded.title,
        definition = excluded.definition,
        definition_sha256 = excluded.definition_sha256,
        changed_at = excluded.changed_at
    WHERE topic.definition_sha256 <> excluded.definition_sha256
RETURNING topic_id;
