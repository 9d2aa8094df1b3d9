-- Purpose: keep of an actor what the registry knows: ids of the sanctions lists, basis, dates of office.
ALTER TABLE core.actor
ADD COLUMN ofac_id text,
ADD COLUMN un_id text,
ADD COLUMN basis text,
ADD COLUMN is_verified boolean NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN core.actor.ofac_id IS 'Number in OFAC''s SDN list, only where checked';
COMMENT ON COLUMN core.actor.un_id IS 'Reference number in the UN''s consolidated list, only where checked';
COMMENT ON COLUMN core.actor.basis IS 'Where the registry has the actor from';
COMMENT ON COLUMN core.actor.is_verified IS 'True where ids and dates of office were checked against a source';

CREATE TABLE core.actor_office (
    actor_id text NOT NULL REFERENCES core.actor (actor_id),
    ordinal integer NOT NULL,
    title text NOT NULL,
    role_code text NOT NULL,
    start_date date,
    end_date date,
    PRIMARY KEY (actor_id, ordinal)
);
COMMENT ON TABLE core.actor_office IS 'Offices that a person held';
COMMENT ON COLUMN core.actor_office.actor_id IS 'The person';
COMMENT ON COLUMN core.actor_office.ordinal IS 'Order in the registry, from 0';
COMMENT ON COLUMN core.actor_office.title IS 'The office';
COMMENT ON COLUMN core.actor_office.role_code IS 'PLOVER/CAMEO role of the office';
COMMENT ON COLUMN core.actor_office.start_date IS 'First day, null where it was not checked';
COMMENT ON COLUMN core.actor_office.end_date IS 'Last day, null where it was not checked or the office was still held';

CREATE OR REPLACE VIEW mart.dim_actor AS
SELECT
    actor_id,
    name,
    actor_type,
    country_code,
    role_code,
    wikidata_id,
    is_resolved,
    ofac_id,
    un_id,
    basis,
    is_verified
FROM core.actor;
COMMENT ON COLUMN mart.dim_actor.ofac_id IS 'Number in OFAC''s SDN list';
COMMENT ON COLUMN mart.dim_actor.un_id IS 'Reference number in the UN''s consolidated list';
COMMENT ON COLUMN mart.dim_actor.basis IS 'Where the registry has the actor from';
COMMENT ON COLUMN mart.dim_actor.is_verified IS 'True where ids and dates of office were checked against a source';
