-- Forgets that a page could not be had: now it could.
-- Parameters: page_id.
DELETE FROM raw.page_refusal
WHERE page_id = %(page_id)s;
