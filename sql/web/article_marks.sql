-- What was found in an article's text: mentions of actors, events and claims, with their offsets.
-- Grain: one row per mark, in the order of the text.
-- Parameters: article_id.
WITH present AS MATERIALIZED (
    SELECT
        article.article_version_id,
        article.first_seen_at
    FROM core.article_key
    INNER JOIN core.article
        ON
            article_key.article_id = article.article_id
            AND article_key.first_seen_at = article.first_seen_at
            AND article.is_current
    WHERE article_key.article_id = %(article_id)s
)

SELECT
    'mention' AS kind,
    mention.start_char,
    mention.end_char,
    concat_ws(', ', coalesce(actor.name, mention.surface_text), mention.country_code, mention.role_code) AS words,
    mention.mention_type AS type_text,
    mention.actor_id AS target_id
FROM present
INNER JOIN core.mention
    ON present.article_version_id = mention.article_version_id AND present.first_seen_at = mention.first_seen_at
LEFT JOIN core.actor ON mention.actor_id = actor.actor_id
UNION ALL
SELECT
    'event' AS kind,
    event.trigger_start_char AS start_char,
    event.trigger_end_char AS end_char,
    concat_ws(
        ' ',
        event.event_type || ':',
        coalesce(nullif(coalesce(source_actor.name, event.source_actor_id), ''), 'unknown'),
        '→',
        coalesce(nullif(coalesce(target_actor.name, event.target_actor_id), ''), 'unknown'),
        '(' || event.modality_type || ')'
    ) AS words,
    event.event_type AS type_text,
    event.event_key AS target_id
FROM present
INNER JOIN core.corrected_event AS event ON present.article_version_id = event.article_version_id
LEFT JOIN core.actor AS source_actor ON event.source_actor_id = source_actor.actor_id
LEFT JOIN core.actor AS target_actor ON event.target_actor_id = target_actor.actor_id
UNION ALL
SELECT
    'claim' AS kind,
    claim.start_char,
    claim.end_char,
    concat_ws(
        ' ',
        claim.claimant_text,
        claim.stance_type || ':',
        coalesce(nullif(array_to_string(claim.supplier_codes, '+'), ''), 'unknown'),
        '→',
        coalesce(nullif(array_to_string(claim.recipient_codes, '+'), ''), 'unknown') || ',',
        claim.weapon_text
    ) AS words,
    claim.stance_type AS type_text,
    claim.claim_key AS target_id
FROM present
INNER JOIN core.corrected_claim AS claim ON present.article_version_id = claim.article_version_id
ORDER BY start_char ASC, end_char DESC, kind ASC;
