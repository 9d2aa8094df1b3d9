-- Sentences whose offsets do not slice the text of their article.
-- Grain: one row per such sentence; none when all is well.
-- Severity: error. Stage: ingest.
SELECT
    sentence.article_version_id,
    sentence.ordinal
FROM core.sentence
INNER JOIN core.article
    ON sentence.article_version_id = article.article_version_id AND sentence.first_seen_at = article.first_seen_at
WHERE
    sentence.start_char < 0
    OR sentence.end_char <= sentence.start_char
    OR sentence.end_char > length(article.text);
