-- Lets the writer refresh the statistics of what it has loaded in bulk; on PostgreSQL 16 autovacuum does it later.

DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 170000 THEN
        GRANT MAINTAIN ON ALL TABLES IN SCHEMA raw, core, mart, ops TO wirewatch_writer;
        ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core, mart, ops GRANT MAINTAIN ON TABLES TO wirewatch_writer;
    END IF;
END
$$;
