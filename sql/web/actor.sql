-- An actor with its other names.
-- Grain: at most one row.
-- Parameters: actor_id.
SELECT
    actor.actor_id,
    actor.name,
    actor.actor_type,
    actor.country_code,
    actor.role_code,
    actor.wikidata_id,
    actor.is_resolved,
    (
        SELECT array_agg(DISTINCT actor_alias.alias ORDER BY actor_alias.alias)
        FROM core.actor_alias
        WHERE actor_alias.actor_id = actor.actor_id
    ) AS aliases
FROM core.actor
WHERE actor.actor_id = %(actor_id)s;
