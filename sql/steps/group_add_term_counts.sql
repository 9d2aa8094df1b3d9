-- Adds a batch's counts of terms.
-- Parameters: terms (integer[]), counts (integer[]).
INSERT INTO core.term_count AS known (term, document_count)
SELECT
    batch.term,
    batch.document_count
FROM unnest(%(terms)s::integer[], %(counts)s::integer[]) AS batch (term, document_count)
ORDER BY batch.term
ON CONFLICT (term) DO UPDATE SET document_count = known.document_count + excluded.document_count;
