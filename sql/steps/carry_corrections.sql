-- Carries corrections without a current claim or event over to the one that another version of the rules made of the same
-- words: same article, same sentence, same words for the weapon or the event, and no second candidate.
-- Parameters: now.
WITH orphan AS (
    SELECT
        correction.correction_id,
        correction.article_id,
        correction.target_type,
        regexp_replace(correction.sentence_text, '\s+', ' ', 'g') AS sentence_words,
        correction.weapon_text,
        correction.trigger_text
    FROM core.correction
    INNER JOIN mart.correction AS state ON correction.correction_id = state.correction_id
    WHERE state.is_orphaned
),

sentence_now AS (
    SELECT
        orphan.correction_id,
        article.article_version_id,
        article.text,
        sentence.ordinal
    FROM orphan
    INNER JOIN core.article ON orphan.article_id = article.article_id AND article.is_current
    INNER JOIN core.sentence
        ON
            article.article_version_id = sentence.article_version_id
            AND article.first_seen_at = sentence.first_seen_at
    WHERE
        regexp_replace(
            substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char), '\s+', ' ', 'g'
        ) = orphan.sentence_words
),

candidate AS (
    SELECT
        orphan.correction_id,
        claim.claim_key,
        NULL AS event_key
    FROM orphan
    INNER JOIN sentence_now ON orphan.correction_id = sentence_now.correction_id
    INNER JOIN core.claim
        ON
            sentence_now.article_version_id = claim.article_version_id
            AND sentence_now.ordinal = claim.sentence_ordinal
            AND orphan.weapon_text = claim.weapon_text
            AND claim.is_current
    WHERE orphan.target_type = 'claim'
    UNION
    SELECT
        orphan.correction_id,
        NULL AS claim_key,
        event_evidence.event_key
    FROM orphan
    INNER JOIN sentence_now ON orphan.correction_id = sentence_now.correction_id
    INNER JOIN core.event_evidence
        ON
            sentence_now.article_version_id = event_evidence.article_version_id
            AND sentence_now.ordinal = event_evidence.sentence_ordinal
            AND event_evidence.is_current
    WHERE
        orphan.target_type = 'event'
        AND substr(
            sentence_now.text,
            event_evidence.trigger_start_char + 1,
            event_evidence.trigger_end_char - event_evidence.trigger_start_char
        ) = orphan.trigger_text
)

INSERT INTO core.correction_carry (correction_id, claim_key, event_key, carried_at)
SELECT
    correction_id,
    min(claim_key),
    min(event_key),
    %(now)s
FROM candidate
GROUP BY correction_id
HAVING count(*) = 1
ON CONFLICT (correction_id) DO UPDATE
    SET claim_key = excluded.claim_key, event_key = excluded.event_key, carried_at = excluded.carried_at;
