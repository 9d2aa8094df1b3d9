-- The current claims of article versions, each with its sentence.
-- Parameters: article_version_ids (bigint[]).
SELECT
    claim.article_version_id,
    claim.claim_key,
    claim.supplier_codes,
    claim.recipient_codes,
    claim.weapon_text,
    claim.stance_type,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text
FROM core.claim
INNER JOIN core.article ON claim.article_version_id = article.article_version_id
INNER JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
        AND claim.sentence_ordinal = sentence.ordinal
WHERE claim.article_version_id = any(%(article_version_ids)s::bigint[]) AND claim.is_current;
