-- Marks the day of a page's current article: its marts are older than it.
-- Parameters: page_id, first_seen_at, now.
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT
    article.effective_date,
    %(now)s::timestamptz
FROM core.article_key
INNER JOIN core.article ON article_key.article_id = article.article_id
WHERE article_key.page_id = %(page_id)s AND article.is_current AND article.first_seen_at = %(first_seen_at)s
ON CONFLICT (day_date) DO UPDATE SET marked_at = excluded.marked_at;
