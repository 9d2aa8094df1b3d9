-- Remembers that the marts of these articles' days are older than the articles.
-- Parameters: article_ids (bigint[]), now.
INSERT INTO ops.dirty_day (day_date, marked_at)
SELECT DISTINCT
    effective_date,
    %(now)s::timestamptz
FROM core.article
WHERE article_id = any(%(article_ids)s::bigint[]) AND is_current
ORDER BY effective_date
ON CONFLICT (day_date) DO UPDATE SET marked_at = excluded.marked_at;
