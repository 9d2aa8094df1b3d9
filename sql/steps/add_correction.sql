-- Keeps a correction of a claim; a trigger keeps the claim's words beside it and marks the day for the marts.
-- Parameters: claim_key, field, old_value, new_value, reason, author, now.
INSERT INTO core.correction (target_type, target_key, field, old_value, new_value, reason, author, created_at)
VALUES ('claim', %(claim_key)s, %(field)s, %(old_value)s, %(new_value)s, %(reason)s, %(author)s, %(now)s);
