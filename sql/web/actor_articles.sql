-- The latest articles that name an actor, of its latest 5,000 mentions.
-- Grain: one row per article, the newest first.
-- Parameters: actor_id, row_count.
WITH latest AS (
    SELECT
        mention.article_version_id,
        mention.first_seen_at,
        mention.surface_text
    FROM core.mention
    WHERE mention.actor_id = %(actor_id)s
    ORDER BY mention.article_version_id DESC
    LIMIT 5000 -- a number, so that the plan is made for few rows
),

named AS (
    SELECT
        article_version_id,
        first_seen_at,
        count(*) AS mention_count,
        min(surface_text) AS surface_text
    FROM latest
    GROUP BY article_version_id, first_seen_at
    ORDER BY article_version_id DESC
    LIMIT 2 * %(row_count)s
)

SELECT
    article.article_id,
    article.title,
    article.effective_date,
    article.language_code,
    source.name AS source_name,
    named.mention_count,
    named.surface_text
FROM named
INNER JOIN core.article
    ON named.article_version_id = article.article_version_id AND named.first_seen_at = article.first_seen_at
INNER JOIN core.source ON article.source_id = source.source_id
WHERE article.is_current
ORDER BY article.effective_date DESC, article.article_id DESC
LIMIT %(row_count)s;
