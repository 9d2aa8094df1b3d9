-- Makes the new versions of a set current in place of the old ones; articles that changed otherwise meanwhile are left alone.
-- The days of both are marked. What was coded of an article that is refused now leaves the marts' sight.
-- Parameters: reprocess_id, is_back (true: the old ones in place of the new), now. Returns the moved articles with their
-- versions to be raised.
WITH pair AS (
    SELECT
        article_key.article_id,
        item.first_seen_at,
        item.change_type,
        item.reprocess_article_id,
        CASE WHEN %(is_back)s THEN item.new_article_version_id ELSE item.old_article_version_id END AS from_id,
        CASE WHEN %(is_back)s THEN item.old_article_version_id ELSE item.new_article_version_id END AS to_id
    FROM ops.reprocess_article AS item
    INNER JOIN core.article_key ON item.page_id = article_key.page_id
    WHERE item.reprocess_id = %(reprocess_id)s AND item.change_type IS NOT NULL
),

moved AS (
    SELECT pair.*
    FROM pair
    LEFT JOIN core.article AS present ON pair.article_id = present.article_id AND present.is_current
    WHERE
        pair.from_id IS DISTINCT FROM pair.to_id
        AND present.article_version_id IS NOT DISTINCT FROM pair.from_id
        AND (pair.to_id IS NOT NULL OR %(is_back)s)
        AND (pair.change_type <> 'same')
),

marked AS (
    INSERT INTO ops.dirty_day (day_date, marked_at)
    SELECT DISTINCT
        article.effective_date,
        %(now)s::timestamptz
    FROM moved
    INNER JOIN core.article
        ON moved.first_seen_at = article.first_seen_at AND article.article_version_id IN (moved.from_id, moved.to_id)
    ORDER BY article.effective_date
    ON CONFLICT (day_date) DO UPDATE SET marked_at = excluded.marked_at
),

retired AS (
    UPDATE core.article
    SET is_current = FALSE
    FROM moved
    WHERE article.article_version_id = moved.from_id AND article.first_seen_at = moved.first_seen_at
)

SELECT
    moved.article_id,
    moved.to_id,
    moved.first_seen_at
FROM moved
ORDER BY moved.article_id;
