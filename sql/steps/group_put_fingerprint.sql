-- Writes what grouping keeps of an article.
-- Parameters: article_id, seen_date, published_at, exact_key, fingerprint_version, day_keys, vector_terms,
-- vector_weights, apart_article_ids.
INSERT INTO core.article_fingerprint (
    article_id, seen_date, published_at, exact_key, fingerprint_version, day_keys, vector_terms, vector_weights,
    apart_article_ids
)
VALUES (
    %(article_id)s, %(seen_date)s, %(published_at)s, %(exact_key)s, %(fingerprint_version)s, %(day_keys)s,
    %(vector_terms)s, %(vector_weights)s, %(apart_article_ids)s
)
ON CONFLICT (article_id, seen_date) DO UPDATE
    SET
        published_at = excluded.published_at,
        exact_key = excluded.exact_key,
        fingerprint_version = excluded.fingerprint_version,
        day_keys = excluded.day_keys,
        vector_terms = excluded.vector_terms,
        vector_weights = excluded.vector_weights,
        apart_article_ids = excluded.apart_article_ids;
