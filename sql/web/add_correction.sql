-- Keeps a correction of a claim; the marts follow when track_topics runs next.
-- Grain: inserts one row.
-- Parameters: claim_key, field, old_value, new_value, reason, author.
INSERT INTO core.correction (target_type, target_key, field, old_value, new_value, reason, author, created_at)
VALUES (
    'claim', %(claim_key)s, %(field)s, %(old_value)s, %(new_value)s, %(reason)s, %(author)s, now()
);
