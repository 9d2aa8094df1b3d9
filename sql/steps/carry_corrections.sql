-- Carries corrections without a current claim over to the claim that another version of the rules made of the same words:
-- same article, same sentence, same words for the weapon, and no second candidate.
-- Parameters: now.
WITH orphan AS (
    SELECT
        correction.correction_id,
        correction.article_id,
        correction.sentence_text,
        correction.weapon_text
    FROM core.correction
    INNER JOIN mart.correction AS state ON correction.correction_id = state.correction_id
    WHERE state.is_orphaned
),

candidate AS (
    SELECT
        orphan.correction_id,
        min(claim.claim_key) AS claim_key
    FROM orphan
    INNER JOIN core.claim ON orphan.article_id = claim.article_id AND claim.is_current
    INNER JOIN core.article ON claim.article_version_id = article.article_version_id
    INNER JOIN core.sentence
        ON
            article.article_version_id = sentence.article_version_id
            AND article.first_seen_at = sentence.first_seen_at
            AND claim.sentence_ordinal = sentence.ordinal
    WHERE
        claim.weapon_text = orphan.weapon_text
        AND regexp_replace(
            substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char), '\s+', ' ', 'g'
        ) = regexp_replace(orphan.sentence_text, '\s+', ' ', 'g')
    GROUP BY orphan.correction_id
    HAVING count(DISTINCT claim.claim_key) = 1
)

INSERT INTO core.correction_carry (correction_id, claim_key, carried_at)
SELECT
    correction_id,
    claim_key,
    %(now)s
FROM candidate
ON CONFLICT (correction_id) DO UPDATE SET claim_key = excluded.claim_key, carried_at = excluded.carried_at;
