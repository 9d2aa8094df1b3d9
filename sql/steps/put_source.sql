-- Adds a source or brings what is known of it up to date.
-- Parameters: domain, name, owner_group, country_code, language_code, reliability_type, is_sample.
INSERT INTO core.source (
    domain, name, owner_group, country_code, language_code, reliability_type, is_sample, is_in_catalog
)
VALUES (
    %(domain)s,
    %(name)s,
    %(owner_group)s,
    %(country_code)s,
    %(language_code)s,
    %(reliability_type)s,
    %(is_sample)s,
    TRUE
)
ON CONFLICT (domain) DO UPDATE
    SET
        name = excluded.name,
        owner_group = excluded.owner_group,
        country_code = excluded.country_code,
        language_code = excluded.language_code,
        reliability_type = excluded.reliability_type,
        is_in_catalog = TRUE
    WHERE
    (
        source.name,
        source.owner_group,
        source.country_code,
        source.language_code,
        source.reliability_type,
        source.is_in_catalog
    )
    IS DISTINCT FROM
    (
        excluded.name,
        excluded.owner_group,
        excluded.country_code,
        excluded.language_code,
        excluded.reliability_type,
        TRUE
    );
