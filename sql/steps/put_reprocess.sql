-- Opens the set of a range under the present versions, or finds the one that there is.
-- Parameters: from_date, to_date, domain, extractor_version_id, annotator_version_id, now.
INSERT INTO ops.reprocess (
    from_date, to_date, domain, extractor_version_id, annotator_version_id, created_at, changed_at
)
VALUES (
    %(from_date)s, %(to_date)s, %(domain)s, %(extractor_version_id)s, %(annotator_version_id)s, %(now)s, %(now)s
)
ON CONFLICT (from_date, to_date, domain, extractor_version_id, annotator_version_id) DO UPDATE
    SET domain = excluded.domain
RETURNING reprocess_id;
