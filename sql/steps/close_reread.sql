-- Writes how the two readings of an article differ.
-- Parameters: reprocess_article_id, new_article_version_id, change_type, added_char_count, removed_char_count, added_texts,
-- removed_texts.
UPDATE ops.reprocess_article
SET
    new_article_version_id = %(new_article_version_id)s,
    change_type = %(change_type)s,
    added_char_count = %(added_char_count)s,
    removed_char_count = %(removed_char_count)s,
    added_texts = %(added_texts)s,
    removed_texts = %(removed_texts)s
WHERE reprocess_article_id = %(reprocess_article_id)s;
