-- Adds the page of an item, if neither it nor an alias of it is there. The page belongs to the source whose host it is on,
-- else to the feed's own.
-- Parameters: canonical_url, url, host, source_id, feed_item_id, now.
INSERT INTO raw.page_key (canonical_url, url, source_id, feed_item_id, first_seen_at)
SELECT
    %(canonical_url)s,
    %(url)s,
    coalesce((SELECT source.source_id FROM core.source WHERE source.domain = %(host)s), %(source_id)s),
    %(feed_item_id)s,
    %(now)s
WHERE NOT EXISTS (SELECT 1 FROM raw.page_alias WHERE page_alias.alias_url = %(canonical_url)s)
ON CONFLICT (canonical_url) DO NOTHING;
