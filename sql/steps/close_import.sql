-- Notes how many pages an archive held.
-- Parameters: import_file_id, page_count.
UPDATE raw.import_file
SET page_count = %(page_count)s
WHERE import_file_id = %(import_file_id)s;
