-- Adds an actor that a text names, if it is not there; the registry's own actors are there before.
-- Parameters: actor_id, name, country_code, role_code, is_resolved.
INSERT INTO core.actor (actor_id, name, country_code, role_code, is_resolved)
VALUES (%(actor_id)s, %(name)s, %(country_code)s, %(role_code)s, %(is_resolved)s)
ON CONFLICT (actor_id) DO NOTHING;
