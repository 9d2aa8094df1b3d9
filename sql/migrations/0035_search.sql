-- What the pages in the Airflow UI look up: words in articles, and events by actor.

CREATE FUNCTION core.search_words(title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
-- The words of an article for full-text search; what lies behind 200,000 characters would not fit into an index entry.
SELECT to_tsvector('pg_catalog.english', coalesce(title, '') || ' ' || left(body, 200000))
$$;
COMMENT ON FUNCTION core.search_words(text, text) IS 'The words of an article for full-text search';

CREATE INDEX article_search ON core.article USING gin (core.search_words(title, text)) WHERE is_current;

CREATE INDEX event_source_actor ON core.event (source_actor_id, event_id);
CREATE INDEX event_target_actor ON core.event (target_actor_id, event_id);
