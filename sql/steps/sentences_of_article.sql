-- The sentences of an article version.
-- Parameters: article_version_id, first_seen_at.
SELECT
    ordinal,
    start_char AS "start",
    end_char AS "end",
    paragraph_number AS paragraph
FROM core.sentence
WHERE article_version_id = %(article_version_id)s AND first_seen_at = %(first_seen_at)s
ORDER BY ordinal;
