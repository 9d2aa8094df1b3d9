-- Drops the readings of originals to which no copy is to come any more; a row that another worker holds is left to the
-- next time, so that two workers never wait for each other.
-- Parameters: read_before.
DELETE FROM core.root_reading
WHERE article_id IN (
    SELECT old.article_id
    FROM core.root_reading AS old
    WHERE old.read_at < %(read_before)s
    FOR UPDATE SKIP LOCKED
);
