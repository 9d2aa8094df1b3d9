-- Drops the claims that an item's comparison told apart, before they are written anew.
-- Parameters: reprocess_article_id.
DELETE FROM ops.reprocess_claim
WHERE reprocess_article_id = %(reprocess_article_id)s;
