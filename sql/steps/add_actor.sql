-- Adds an actor that a text names, or brings a known one up to what the registry tells now.
-- Parameters: actor_id, name, actor_type, country_code, role_code, wikidata_id, ofac_id, un_id, basis, is_verified, is_resolved.
INSERT INTO core.actor AS actor (
    actor_id,
    name,
    actor_type,
    country_code,
    role_code,
    wikidata_id,
    ofac_id,
    un_id,
    basis,
    is_verified,
    is_resolved
)
VALUES (
    %(actor_id)s,
    %(name)s,
    %(actor_type)s,
    %(country_code)s,
    %(role_code)s,
    %(wikidata_id)s,
    %(ofac_id)s,
    %(un_id)s,
    %(basis)s,
    %(is_verified)s,
    %(is_resolved)s
)
ON CONFLICT (actor_id) DO UPDATE
    SET
        name = excluded.name,
        actor_type = excluded.actor_type,
        country_code = excluded.country_code,
        role_code = excluded.role_code,
        wikidata_id = excluded.wikidata_id,
        ofac_id = excluded.ofac_id,
        un_id = excluded.un_id,
        basis = excluded.basis,
        is_verified = excluded.is_verified,
        is_resolved = excluded.is_resolved
    WHERE
    excluded.basis IS NOT NULL
    AND (
        actor.name, actor.actor_type, actor.country_code, actor.role_code, actor.wikidata_id, actor.ofac_id,
        actor.un_id, actor.basis, actor.is_verified, actor.is_resolved
    ) IS DISTINCT FROM (
        excluded.name, excluded.actor_type, excluded.country_code, excluded.role_code, excluded.wikidata_id,
        excluded.ofac_id, excluded.un_id, excluded.basis, excluded.is_verified, excluded.is_resolved
    );
