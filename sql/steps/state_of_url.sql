-- How far an address without an article has come.
-- Parameters: urls (text[]).
SELECT
    work.step_code,
    work.state_code,
    work.reason,
    work.error
FROM raw.page_key
LEFT JOIN raw.page_version_key ON page_key.page_id = page_version_key.page_id
INNER JOIN ops.work
    ON
        (work.step_code = 'fetch' AND page_key.page_id = work.item_id)
        OR (work.step_code = 'extract' AND page_version_key.page_version_id = work.item_id)
WHERE page_key.canonical_url = ANY(%(urls)s::text[]) OR page_key.url = ANY(%(urls)s::text[])
ORDER BY work.step_code ASC
LIMIT 1;
