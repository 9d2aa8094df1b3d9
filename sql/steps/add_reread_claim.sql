-- Adds a claim that only one of an item's two readings has.
-- Parameters: reprocess_article_id, change_type, claim_key, claim_text, sentence_text.
INSERT INTO ops.reprocess_claim (reprocess_article_id, change_type, claim_key, claim_text, sentence_text)
VALUES (%(reprocess_article_id)s, %(change_type)s, %(claim_key)s, %(claim_text)s, %(sentence_text)s);
