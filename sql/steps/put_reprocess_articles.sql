-- Puts the pages of a set's range into it: those with a current article by its day, those that gave none by first sight.
-- A page whose current version is neither of the two that were compared is to be compared anew. Copies follow their
-- original, so that a batch holds both.
-- Parameters: reprocess_id. Returns the items that are to be read.
WITH reprocess AS (
    SELECT * FROM ops.reprocess WHERE reprocess_id = %(reprocess_id)s
),

ranged AS (
    SELECT
        article_key.page_id,
        article.page_version_id,
        article.first_seen_at,
        article.article_version_id,
        coalesce(root.page_id, article_key.page_id) AS root_page_id
    FROM reprocess
    INNER JOIN core.article
        ON article.is_current AND article.effective_date BETWEEN reprocess.from_date AND reprocess.to_date
    INNER JOIN core.source ON article.source_id = source.source_id
    INNER JOIN core.article_key ON article.article_id = article_key.article_id
    LEFT JOIN core.story_article ON article.article_id = story_article.article_id
    LEFT JOIN core.article_key AS root ON story_article.root_article_id = root.article_id
    WHERE reprocess.domain IN ('', source.domain)
    UNION ALL
    SELECT
        page_key.page_id,
        max(page_version_key.page_version_id),
        page_key.first_seen_at,
        NULL,
        page_key.page_id
    FROM reprocess
    INNER JOIN raw.page_key
        ON
            page_key.first_seen_at >= reprocess.from_date::timestamp AT TIME ZONE 'UTC'
            AND page_key.first_seen_at < (reprocess.to_date + 1)::timestamp AT TIME ZONE 'UTC'
    INNER JOIN core.source ON page_key.source_id = source.source_id
    INNER JOIN raw.page_version_key ON page_key.page_id = page_version_key.page_id
    WHERE
        reprocess.domain IN ('', source.domain)
        AND NOT EXISTS (
            SELECT 1
            FROM core.article_key
            INNER JOIN core.article ON article_key.article_id = article.article_id AND article.is_current
            WHERE article_key.page_id = page_key.page_id
        )
    GROUP BY page_key.page_id, page_key.first_seen_at
),

readable AS (
    SELECT ranged.*
    FROM ranged
    WHERE
        EXISTS (
            SELECT 1
            FROM raw.page
            WHERE
                page.page_version_id = ranged.page_version_id
                AND page.first_seen_at = ranged.first_seen_at
        )
),

counted AS (
    UPDATE ops.reprocess
    SET without_body_count = (SELECT count(*) FROM ranged) - (SELECT count(*) FROM readable)
    WHERE reprocess_id = %(reprocess_id)s
)

INSERT INTO ops.reprocess_article (reprocess_id, page_id, page_version_id, first_seen_at, old_article_version_id)
SELECT
    %(reprocess_id)s,
    page_id,
    page_version_id,
    first_seen_at,
    article_version_id
FROM readable
ORDER BY root_page_id, page_id
ON CONFLICT (reprocess_id, page_id) DO UPDATE
    SET
        page_version_id = excluded.page_version_id,
        old_article_version_id = excluded.old_article_version_id,
        new_article_version_id = NULL,
        change_type = NULL
    WHERE
    reprocess_article.old_article_version_id IS DISTINCT FROM excluded.old_article_version_id
    AND reprocess_article.new_article_version_id IS DISTINCT FROM excluded.old_article_version_id
RETURNING reprocess_article_id;
