-- Two runs that create the same month's partitions at one moment: the second looked into a stale cache after it had
-- waited for the lock, and failed. CREATE TABLE IF NOT EXISTS looks again.

CREATE OR REPLACE FUNCTION ops.ensure_partitions(for_time timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
-- Creates the partitions of the month of for_time and of the month after it, where they are missing; returns how many.
DECLARE
    parent record;
    month_start timestamptz;
    partition_name text;
    created integer := 0;
BEGIN
    FOR month_start IN
        SELECT date_trunc('month', for_time, 'UTC') + make_interval(months => n) FROM generate_series(0, 1) AS n
    LOOP
        FOR parent IN
            SELECT n.nspname, c.relname
            FROM pg_partitioned_table AS p
            INNER JOIN pg_class AS c ON c.oid = p.partrelid
            INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('raw', 'core')
            ORDER BY n.nspname, c.relname
        LOOP
            partition_name := parent.relname || to_char(month_start AT TIME ZONE 'UTC', '"_"YYYY"_"MM');
            IF to_regclass(format('%I.%I', parent.nspname, partition_name)) IS NULL THEN
                PERFORM pg_advisory_xact_lock(hashtext('wirewatch partitions'));
                EXECUTE format(
                    'CREATE TABLE IF NOT EXISTS %I.%I PARTITION OF %I.%I FOR VALUES FROM (%L) TO (%L)',
                    parent.nspname, partition_name, parent.nspname, parent.relname,
                    month_start, date_trunc('month', month_start + interval '32 days', 'UTC')
                );
                created := created + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN created;
END $$;
