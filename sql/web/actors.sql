-- Actors by name; without words the most frequent ones of the latest mentions.
-- Grain: one row per actor, the most mentioned first.
-- Parameters: name_words (null = all), sample_count, row_count.
WITH latest AS (
    SELECT
        mention.actor_id,
        mention.article_version_id
    FROM core.mention
    WHERE mention.actor_id IS NOT NULL
    ORDER BY mention.article_version_id DESC
    LIMIT %(sample_count)s
),

counted AS (
    SELECT
        actor_id,
        count(*) AS mention_count,
        count(DISTINCT article_version_id) AS article_count
    FROM latest
    GROUP BY actor_id
)

SELECT
    actor.actor_id,
    actor.name,
    actor.actor_type,
    actor.country_code,
    actor.role_code,
    actor.is_resolved,
    coalesce(counted.mention_count, 0) AS mention_count,
    coalesce(counted.article_count, 0) AS article_count
FROM core.actor
LEFT JOIN counted ON actor.actor_id = counted.actor_id
WHERE
    CASE
        WHEN %(name_words)s::text IS NULL THEN counted.actor_id IS NOT NULL
        ELSE strpos(lower(actor.name || ' ' || actor.actor_id), lower(%(name_words)s)) > 0
    END
ORDER BY coalesce(counted.mention_count, 0) DESC, actor.actor_id ASC
LIMIT %(row_count)s;
