-- Adds another name of an actor, if it is not there.
-- Parameters: actor_id, alias, language_code.
INSERT INTO core.actor_alias (actor_id, alias, language_code)
VALUES (%(actor_id)s, %(alias)s, %(language_code)s)
ON CONFLICT (actor_id, alias, language_code) DO NOTHING;
