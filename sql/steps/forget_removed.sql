-- Drops the removed pieces of an article version before they are written anew.
-- Parameters: article_version_id, first_seen_at.
DELETE FROM core.article_removed
WHERE article_version_id = %(article_version_id)s AND first_seen_at = %(first_seen_at)s;
