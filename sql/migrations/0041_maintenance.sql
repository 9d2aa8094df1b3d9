-- Lets the writer vacuum and analyse what maintain_warehouse has emptied; on PostgreSQL 16 autovacuum does it later.

DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 170000 THEN
        GRANT MAINTAIN ON raw.page, raw.feed_item, core.article_removed, ops.work, core.article TO wirewatch_writer;
    END IF;
END
$$;
