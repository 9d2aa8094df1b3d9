-- Drops the pieces taken out of pages that were first seen before a time. Parameters: before_at.
DELETE FROM core.article_removed
WHERE first_seen_at < %(before_at)s;
