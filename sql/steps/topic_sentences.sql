-- The sentences of an article in which claims and events stand, with what was read there.
-- Grain: one row per claim or event of the article, in the order of the text. Parameters: article_id.
WITH found AS (
    SELECT
        claim.article_version_id,
        claim.sentence_ordinal,
        'claim' AS reason_type,
        NULL AS event_type,
        claim.supplier_codes || claim.recipient_codes || claim.intermediary_codes AS party_codes,
        claim.start_char
    FROM core.corrected_claim AS claim
    WHERE claim.article_id = %(article_id)s
    UNION ALL
    SELECT
        event.article_version_id,
        event.sentence_ordinal,
        'event' AS reason_type,
        event.event_type,
        ARRAY[event.source_country_code, event.target_country_code] AS party_codes,
        event.start_char
    FROM core.corrected_event AS event
    WHERE event.article_id = %(article_id)s
)

SELECT
    found.reason_type,
    found.event_type,
    found.party_codes,
    substr(article.text, sentence.start_char + 1, sentence.end_char - sentence.start_char) AS sentence_text
FROM found
INNER JOIN core.article ON found.article_version_id = article.article_version_id AND article.is_current
INNER JOIN core.sentence
    ON
        article.article_version_id = sentence.article_version_id
        AND article.first_seen_at = sentence.first_seen_at
        AND found.sentence_ordinal = sentence.ordinal
ORDER BY found.start_char;
