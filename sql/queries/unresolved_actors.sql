-- Which names does the registry of actors lack? The unresolved actors most often named.
-- Grain: one row per unresolved actor.
-- Parameters: row_count.
SELECT
    dim_actor.actor_id,
    dim_actor.name,
    dim_actor.actor_type,
    count(*) AS mention_count,
    count(DISTINCT article.article_id) AS article_count
FROM core.mention
INNER JOIN core.article
    ON mention.article_version_id = article.article_version_id AND mention.first_seen_at = article.first_seen_at
INNER JOIN mart.dim_actor ON mention.actor_id = dim_actor.actor_id
WHERE article.is_current AND NOT dim_actor.is_resolved
GROUP BY dim_actor.actor_id, dim_actor.name, dim_actor.actor_type
ORDER BY article_count DESC, mention_count DESC, dim_actor.actor_id ASC
LIMIT %(row_count)s;
