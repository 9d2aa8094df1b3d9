-- For each new article, the stories told on the days around it with at least so many of its key terms, nearest first.
-- Parameters: day_keys (text[], each an integer[] of keys hashed with each day of the window),
-- seen_from, seen_to (dates), least_shared, story_limit.
SELECT DISTINCT near.story_id
FROM unnest(%(day_keys)s::text[]) AS asked (day_keys)
CROSS JOIN
    LATERAL (
        SELECT
            story_article.story_id,
            max(shared.key_count) AS most_shared
        FROM core.article_fingerprint
        INNER JOIN core.story_article ON article_fingerprint.article_id = story_article.article_id
        CROSS JOIN
            LATERAL (
                SELECT count(*) AS key_count
                FROM unnest(article_fingerprint.day_keys) AS held (day_key)
                WHERE held.day_key = any(asked.day_keys::integer[])
            ) AS shared
        WHERE
            article_fingerprint.day_keys && asked.day_keys::integer[]
            AND article_fingerprint.seen_date BETWEEN %(seen_from)s AND %(seen_to)s
            AND shared.key_count >= %(least_shared)s
        GROUP BY story_article.story_id
        ORDER BY most_shared DESC, story_article.story_id ASC
        LIMIT %(story_limit)s
    ) AS near
ORDER BY near.story_id;
