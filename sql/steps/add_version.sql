-- Registers a version of rules and models, if it is new.
-- Parameters: component, version, model, rules_sha256, now.
INSERT INTO ops.extractor_version (component, version, model, rules_sha256, first_used_at)
VALUES (%(component)s, %(version)s, %(model)s, %(rules_sha256)s, %(now)s)
ON CONFLICT (component, version, model, rules_sha256) DO NOTHING;
