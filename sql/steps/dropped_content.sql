-- The key of a page content whose body retention has dropped; no row where the body is there.
-- Parameters: page_id, body_sha256.
SELECT
    page_version_id,
    first_seen_at
FROM raw.page_version_key
WHERE
    page_id = %(page_id)s
    AND body_sha256 = %(body_sha256)s
    AND NOT EXISTS (
        SELECT 1
        FROM raw.page
        WHERE
            page.page_version_id = page_version_key.page_version_id
            AND page.first_seen_at = page_version_key.first_seen_at
    );
