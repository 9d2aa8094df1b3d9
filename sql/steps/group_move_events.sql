-- Lets the events that articles tell follow them into their present stories.
-- Parameters: article_ids (bigint[]).
WITH moved AS (
    SELECT
        event_evidence.event_evidence_id,
        story_article.story_id AS present_story_id,
        event.event_type,
        event.source_actor_id,
        event.target_actor_id,
        event.source_country_code,
        event.source_role_code,
        event.target_country_code,
        event.target_role_code,
        event.quad_class_code,
        event.cameo_root_code,
        event.intensity,
        event.first_collected_at
    FROM core.event_evidence
    INNER JOIN core.event ON event_evidence.event_id = event.event_id
    INNER JOIN core.story_article ON event_evidence.article_id = story_article.article_id
    WHERE
        event_evidence.article_id = any(%(article_ids)s::bigint[])
        AND event_evidence.is_current
        AND event.story_id <> story_article.story_id
),

present AS (
    INSERT INTO core.event (
        story_id, event_type, source_actor_id, target_actor_id, source_country_code, source_role_code,
        target_country_code, target_role_code, quad_class_code, cameo_root_code, intensity, first_collected_at
    )
    SELECT DISTINCT ON (present_story_id, event_type, source_actor_id, target_actor_id)
        present_story_id,
        event_type,
        source_actor_id,
        target_actor_id,
        source_country_code,
        source_role_code,
        target_country_code,
        target_role_code,
        quad_class_code,
        cameo_root_code,
        intensity,
        first_collected_at
    FROM moved
    ORDER BY present_story_id, event_type, source_actor_id, target_actor_id, first_collected_at
    ON CONFLICT (story_id, event_type, source_actor_id, target_actor_id) DO UPDATE
        SET first_collected_at = least(event.first_collected_at, excluded.first_collected_at)
    RETURNING event_id, story_id, event_type, source_actor_id, target_actor_id
)

UPDATE core.event_evidence
SET event_id = present.event_id
FROM moved
INNER JOIN present
    ON
        moved.present_story_id = present.story_id
        AND moved.event_type = present.event_type
        AND moved.source_actor_id = present.source_actor_id
        AND moved.target_actor_id = present.target_actor_id
WHERE event_evidence.event_evidence_id = moved.event_evidence_id;
