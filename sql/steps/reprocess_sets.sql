-- The sets that were read again, the latest first, with what differs in them.
-- Parameters: reprocess_id (null for all).
SELECT
    reprocess.reprocess_id,
    reprocess.from_date,
    reprocess.to_date,
    reprocess.domain,
    reprocess.state_code,
    reprocess.without_body_count,
    extract_version.version AS extract_version,
    extract_version.rules_sha256 AS extract_rules_sha256,
    annotate_version.rules_sha256 AS annotate_rules_sha256,
    count(item.*) AS article_count,
    count(item.*) FILTER (WHERE item.change_type IS NULL) AS unread_count,
    count(item.*) FILTER (WHERE item.change_type = 'same') AS same_count,
    count(item.*) FILTER (WHERE item.change_type = 'text') AS text_count,
    count(item.*) FILTER (WHERE item.change_type = 'facts') AS facts_count,
    count(item.*) FILTER (WHERE item.change_type = 'accepted') AS accepted_count,
    count(item.*) FILTER (WHERE item.change_type = 'refused') AS refused_count,
    coalesce(sum(item.added_char_count), 0) AS added_char_count,
    coalesce(sum(item.removed_char_count), 0) AS removed_char_count,
    coalesce(sum(claims.gained_count), 0) AS gained_claim_count,
    coalesce(sum(claims.lost_count), 0) AS lost_claim_count
FROM ops.reprocess
INNER JOIN ops.extractor_version AS extract_version ON reprocess.extractor_version_id = extract_version.extractor_version_id
INNER JOIN ops.extractor_version AS annotate_version ON reprocess.annotator_version_id = annotate_version.extractor_version_id
LEFT JOIN ops.reprocess_article AS item ON reprocess.reprocess_id = item.reprocess_id
LEFT JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE reprocess_claim.change_type = 'gained') AS gained_count,
        count(*) FILTER (WHERE reprocess_claim.change_type = 'lost') AS lost_count
    FROM ops.reprocess_claim
    WHERE reprocess_claim.reprocess_article_id = item.reprocess_article_id
) AS claims ON TRUE
WHERE %(reprocess_id)s::bigint IS NULL OR reprocess.reprocess_id = %(reprocess_id)s::bigint
GROUP BY
    reprocess.reprocess_id, reprocess.from_date, reprocess.to_date, reprocess.domain, reprocess.state_code,
    reprocess.without_body_count, extract_version.version, extract_version.rules_sha256, annotate_version.rules_sha256
ORDER BY reprocess.reprocess_id DESC;
