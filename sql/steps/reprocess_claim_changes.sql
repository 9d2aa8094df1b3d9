-- Claims that a set gains and loses. Parameters: reprocess_id, sample_count.
SELECT
    reprocess_claim.change_type,
    reprocess_claim.claim_text,
    reprocess_claim.sentence_text,
    page_key.canonical_url AS url
FROM ops.reprocess_claim
INNER JOIN ops.reprocess_article AS item ON reprocess_claim.reprocess_article_id = item.reprocess_article_id
INNER JOIN raw.page_key ON item.page_id = page_key.page_id
WHERE item.reprocess_id = %(reprocess_id)s
ORDER BY reprocess_claim.change_type, page_key.canonical_url, reprocess_claim.claim_key
LIMIT %(sample_count)s;
