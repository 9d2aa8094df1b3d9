-- Which documents did feeds name that were not read: PDFs, films, walls, errors? With address, type and size.
-- Grain: one row per page that could not be had.
-- Parameters: none.
SELECT
    source_name,
    outcome_code,
    url,
    content_type,
    byte_count,
    reason,
    has_summary,
    refused_at
FROM mart.page_refusal
ORDER BY source_name ASC, outcome_code ASC, refused_at DESC, url ASC;
