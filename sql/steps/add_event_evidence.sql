-- Adds the clause that tells an event.
-- Parameters: the identity of the event (story_id, event_type, source_actor_id, target_actor_id) and the evidence's fields.
INSERT INTO core.event_evidence (
    event_id, event_key, article_id, article_version_id, extractor_version_id, is_current, sentence_ordinal, start_char,
    end_char, trigger_start_char, trigger_end_char, mode_code, context_code, modality_type, is_negated, factuality_type,
    attribution_source_text, event_date, date_precision_type, place_name, confidence, rule
)
SELECT
    event_id,
    %(event_key)s,
    %(article_id)s,
    %(article_version_id)s,
    %(extractor_version_id)s,
    TRUE,
    %(sentence_ordinal)s,
    %(start_char)s,
    %(end_char)s,
    %(trigger_start_char)s,
    %(trigger_end_char)s,
    %(mode_code)s,
    %(context_code)s,
    %(modality_type)s,
    %(is_negated)s,
    %(factuality_type)s,
    %(attribution_source_text)s,
    %(event_date)s,
    %(date_precision_type)s,
    %(place_name)s,
    %(confidence)s,
    %(rule)s
FROM core.event
WHERE
    story_id = %(story_id)s
    AND event_type = %(event_type)s
    AND source_actor_id = %(source_actor_id)s
    AND target_actor_id = %(target_actor_id)s
ON CONFLICT (article_version_id, extractor_version_id, event_key, start_char, trigger_start_char) DO NOTHING;
