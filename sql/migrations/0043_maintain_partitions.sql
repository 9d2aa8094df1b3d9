-- The right to vacuum a partitioned table does not reach its partitions: gives it on those that exist and those to come.

DO $$
DECLARE
    partition regclass;
BEGIN
    IF current_setting('server_version_num')::integer >= 170000 THEN
        ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core GRANT MAINTAIN ON TABLES TO wirewatch_writer;
        FOR partition IN
            SELECT inhrelid::regclass
            FROM pg_inherits
            WHERE inhparent IN ('raw.page'::regclass, 'core.article_removed'::regclass, 'core.article'::regclass)
        LOOP
            EXECUTE format('GRANT MAINTAIN ON %s TO wirewatch_writer', partition);
        END LOOP;
    END IF;
END
$$;
