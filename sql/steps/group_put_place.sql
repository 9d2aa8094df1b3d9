-- Writes the place of an article.
-- Parameters: article_id, story_id, relation_type, root_article_id, similarity, reason, origin, extractor_version_id,
-- now.
INSERT INTO core.story_article (
    article_id, story_id, relation_type, root_article_id, similarity, reason, origin, extractor_version_id, placed_at
)
VALUES (
    %(article_id)s, %(story_id)s, %(relation_type)s, %(root_article_id)s, %(similarity)s, %(reason)s, %(origin)s,
    %(extractor_version_id)s, %(now)s
)
ON CONFLICT (article_id) DO UPDATE
    SET
        story_id = excluded.story_id,
        relation_type = excluded.relation_type,
        root_article_id = excluded.root_article_id,
        similarity = excluded.similarity,
        reason = excluded.reason,
        origin = excluded.origin,
        extractor_version_id = excluded.extractor_version_id,
        placed_at = excluded.placed_at;
