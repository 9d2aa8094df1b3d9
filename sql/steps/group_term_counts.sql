-- In how many originals the terms occur; term 0 counts all originals.
-- Parameters: terms (integer[]).
SELECT
    term_count.term,
    term_count.document_count
FROM core.term_count
WHERE term_count.term = any(%(terms)s::integer[]);
