-- Notes how far an article version was coded.
-- Parameters: article_version_id, first_seen_at, coding_level.
UPDATE core.article
SET coding_level_type = %(coding_level)s
WHERE article_version_id = %(article_version_id)s AND first_seen_at = %(first_seen_at)s;
