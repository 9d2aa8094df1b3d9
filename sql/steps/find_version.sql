-- The id of a version of rules and models.
-- Parameters: component, version, model, rules_sha256.
SELECT extractor_version_id
FROM ops.extractor_version
WHERE
    component = %(component)s
    AND version = %(version)s
    AND model = %(model)s
    AND rules_sha256 = %(rules_sha256)s;
