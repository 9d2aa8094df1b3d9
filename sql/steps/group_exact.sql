-- Articles with the same normalised text as one of the batch.
-- Parameters: exact_keys (bytea[]), seen_from, seen_to (dates), fingerprint_version.
SELECT article_fingerprint.article_id
FROM core.article_fingerprint
WHERE
    article_fingerprint.exact_key = any(%(exact_keys)s::bytea[])
    AND article_fingerprint.seen_date BETWEEN %(seen_from)s AND %(seen_to)s
    AND article_fingerprint.fingerprint_version = %(fingerprint_version)s
ORDER BY article_fingerprint.article_id;
