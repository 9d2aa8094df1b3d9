-- Adds an office of a person, or changes its dates.
-- Parameters: actor_id, ordinal, title, role_code, start_date, end_date.
INSERT INTO core.actor_office AS office (actor_id, ordinal, title, role_code, start_date, end_date)
VALUES (%(actor_id)s, %(ordinal)s, %(title)s, %(role_code)s, %(start_date)s, %(end_date)s)
ON CONFLICT (actor_id, ordinal) DO UPDATE
    SET
        title = excluded.title,
        role_code = excluded.role_code,
        start_date = excluded.start_date,
        end_date = excluded.end_date
    WHERE
    (office.title, office.role_code, office.start_date, office.end_date)
    IS DISTINCT FROM (excluded.title, excluded.role_code, excluded.start_date, excluded.end_date);
