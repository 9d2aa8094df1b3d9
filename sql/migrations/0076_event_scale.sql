-- The scale of PLOVER itself in place of Goldstein's values for CAMEO roots, and a concession in words counted as verbal
-- cooperation, as PLOVER has it. Events that were coded before keep what they were given until they are read again.

UPDATE core.event_type
SET
    quad_class_code = plover.quad_class_code,
    intensity = plover.intensity
FROM (
    VALUES
    ('AGREE', 1, 4.2), ('CONSULT', 1, 2.1), ('SUPPORT', 1, 4.6), ('CONCEDE', 1, 5.0),
    ('COOPERATE', 2, 6.8), ('AID', 2, 7.4), ('RETREAT', 2, 7.6), ('REQUEST', 3, -2.0),
    ('ACCUSE', 3, -2.0), ('REJECT', 3, -4.2), ('THREATEN', 3, -5.1), ('PROTEST', 4, -6.6),
    ('SANCTION', 4, -5.2), ('MOBILIZE', 4, -5.3), ('COERCE', 4, -7.2), ('ASSAULT', 4, -9.3)
) AS plover (event_type, quad_class_code, intensity)
WHERE event_type.event_type = plover.event_type;

COMMENT ON COLUMN core.event_type.intensity IS '-10 (conflict) to 10 (cooperation), on PLOVER''s scale';
COMMENT ON COLUMN core.event.intensity IS '-10 (conflict) to 10 (cooperation), on PLOVER''s scale';
COMMENT ON COLUMN core.corrected_event.intensity IS '-10 (conflict) to 10 (cooperation), on PLOVER''s scale';
