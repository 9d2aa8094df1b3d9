-- Adds the event that a clause tells, if its story does not tell it yet.
-- Parameters: story_id, event_type, source_actor_id, target_actor_id, the codes of both, quad_class_code,
-- cameo_root_code, intensity, first_collected_at.
INSERT INTO core.event (
    story_id, event_type, source_actor_id, target_actor_id, source_country_code, source_role_code,
    target_country_code, target_role_code, quad_class_code, cameo_root_code, intensity, first_collected_at
)
VALUES (
    %(story_id)s, %(event_type)s, %(source_actor_id)s, %(target_actor_id)s, %(source_country_code)s,
    %(source_role_code)s, %(target_country_code)s, %(target_role_code)s, %(quad_class_code)s, %(cameo_root_code)s,
    %(intensity)s, %(first_collected_at)s
)
ON CONFLICT (story_id, event_type, source_actor_id, target_actor_id) DO UPDATE
    SET first_collected_at = least(event.first_collected_at, excluded.first_collected_at);
