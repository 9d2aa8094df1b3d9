-- Pieces taken out of pages that were first seen before a time. Parameters: before_at.
SELECT count(*) AS droppable_count
FROM core.article_removed
WHERE first_seen_at < %(before_at)s;
