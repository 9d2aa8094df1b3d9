-- Drops superseded versions of articles that were first seen before a time, with all that was read in them.
-- Versions that a comparison (ops.reprocess) could go back to stay, as do current claims and events.
-- Parameters: before_at.
WITH dropped AS (
    DELETE FROM core.article
    WHERE
        NOT is_current
        AND first_seen_at < %(before_at)s
        AND NOT EXISTS (
            SELECT 1
            FROM ops.reprocess_article
            WHERE
                reprocess_article.old_article_version_id = article.article_version_id
                OR reprocess_article.new_article_version_id = article.article_version_id
        )
    RETURNING article_version_id, first_seen_at
),

sentences AS (
    DELETE FROM core.sentence USING dropped
    WHERE sentence.article_version_id = dropped.article_version_id AND sentence.first_seen_at = dropped.first_seen_at
),

pieces AS (
    DELETE FROM core.article_removed USING dropped
    WHERE
        article_removed.article_version_id = dropped.article_version_id
        AND article_removed.first_seen_at = dropped.first_seen_at
),

mentions AS (
    DELETE FROM core.mention USING dropped
    WHERE mention.article_version_id = dropped.article_version_id AND mention.first_seen_at = dropped.first_seen_at
),

claims AS (
    DELETE FROM core.claim USING dropped
    WHERE claim.article_version_id = dropped.article_version_id AND NOT claim.is_current
),

evidence AS (
    DELETE FROM core.event_evidence USING dropped
    WHERE event_evidence.article_version_id = dropped.article_version_id AND NOT event_evidence.is_current
)

SELECT count(*) AS dropped_count FROM dropped;
