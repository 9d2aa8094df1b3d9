-- Superseded versions of articles that were first seen before a time and that no comparison could go back to.
-- Parameters: before_at.
SELECT count(*) AS droppable_count
FROM core.article
WHERE
    NOT is_current
    AND first_seen_at < %(before_at)s
    AND NOT EXISTS (
        SELECT 1
        FROM ops.reprocess_article
        WHERE
            reprocess_article.old_article_version_id = article.article_version_id
            OR reprocess_article.new_article_version_id = article.article_version_id
    );
