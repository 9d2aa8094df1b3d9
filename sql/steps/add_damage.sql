-- Keeps a record of an archive that could not be read.
-- Parameters: import_file_id, position_text, reason.
INSERT INTO raw.import_damage (import_file_id, position_text, reason)
VALUES (%(import_file_id)s, %(position_text)s, %(reason)s)
ON CONFLICT (import_file_id, position_text) DO UPDATE SET reason = excluded.reason;
