-- The latest articles of an actor are found without reading all its mentions.

CREATE INDEX mention_actor_version ON core.mention (actor_id, article_version_id);
DROP INDEX core.mention_actor;
