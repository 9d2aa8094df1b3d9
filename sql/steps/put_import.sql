-- Registers an archive, or finds it when it was imported before.
-- Parameters: path, file_sha256, now.
INSERT INTO raw.import_file (path, file_sha256, page_count, imported_at)
VALUES (%(path)s, %(file_sha256)s, 0, %(now)s)
ON CONFLICT (file_sha256) DO UPDATE SET path = excluded.path
RETURNING import_file_id;
