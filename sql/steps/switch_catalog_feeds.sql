-- Switches feeds off that the catalog switches off, and on again when it no longer does.
-- Parameters: off_urls (text[]), on_urls (text[]), reason.
UPDATE raw.feed
SET
    state_code = CASE WHEN catalog_url = any(%(off_urls)s::text[]) THEN 'disabled' ELSE 'active' END,
    disabled_reason = CASE WHEN catalog_url = any(%(off_urls)s::text[]) THEN %(reason)s END,
    next_poll_at = NULL
WHERE
    (state_code = 'active' AND catalog_url = any(%(off_urls)s::text[]))
    OR (state_code = 'disabled' AND disabled_reason = %(reason)s AND catalog_url = any(%(on_urls)s::text[]));
