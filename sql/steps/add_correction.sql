-- Keeps a correction of a claim or an event; a trigger keeps the words beside it and marks the days for the marts.
-- Parameters: target_type, target_key, field, old_value, new_value, reason, author, now.
INSERT INTO core.correction (target_type, target_key, field, old_value, new_value, reason, author, created_at)
VALUES (
    %(target_type)s, %(target_key)s, %(field)s, %(old_value)s, %(new_value)s, %(reason)s, %(author)s, %(now)s
);
