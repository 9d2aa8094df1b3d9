-- For each shingle of a batch, the articles that hold it; one more than the limit tells that it is
-- found everywhere (which of them come does not matter then).
-- Parameters: shingles (integer[]), seen_from, seen_to (dates), row_limit.
SELECT
    asked.shingle,
    found.article_ids
FROM unnest(%(shingles)s::integer[]) AS asked (shingle)
CROSS JOIN
    LATERAL (
        SELECT array_agg(held.article_id) AS article_ids
        FROM (
            SELECT article_shingle.article_id
            FROM core.article_shingle
            WHERE
                article_shingle.shingle = asked.shingle
                AND article_shingle.seen_date BETWEEN %(seen_from)s AND %(seen_to)s
            LIMIT %(row_limit)s  -- noqa: AM09
        ) AS held
    ) AS found
WHERE found.article_ids IS NOT NULL;
