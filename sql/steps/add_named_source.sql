-- Adds the source of a feed that a person adds; what is known of a source already stays.
-- Parameters: domain, name, owner_group, country_code, language_code.
INSERT INTO core.source (domain, name, owner_group, country_code, language_code)
VALUES (%(domain)s, %(name)s, %(owner_group)s, %(country_code)s, %(language_code)s)
ON CONFLICT (domain) DO UPDATE
    SET
        country_code = coalesce(source.country_code, excluded.country_code),
        language_code = coalesce(source.language_code, excluded.language_code);
