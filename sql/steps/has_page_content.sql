-- Whether a page itself was archived, not only what its feed says of it.
-- Parameters: page_id.
SELECT exists(
    SELECT 1
    FROM raw.page_version_key
    WHERE page_id = %(page_id)s AND origin_type <> 'feed'
);
