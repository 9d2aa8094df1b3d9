-- Those of the page contents that are the first of their page and were not extracted before.
-- Parameters: ids (bigint[] of page_version_id).
SELECT page_version_key.page_version_id
FROM raw.page_version_key
INNER JOIN ops.work ON work.step_code = 'extract' AND page_version_key.page_version_id = work.item_id
WHERE
    page_version_key.page_version_id = any(%(ids)s::bigint[])
    AND work.finished_at IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM raw.page_version_key AS earlier
        WHERE
            earlier.page_id = page_version_key.page_id
            AND earlier.page_version_id < page_version_key.page_version_id
    );
