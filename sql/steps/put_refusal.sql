-- Keeps why a page could not be had.
-- Parameters: the columns of raw.page_refusal.
INSERT INTO raw.page_refusal (
    page_id, outcome_code, http_status, content_type, byte_count, final_url, reason, has_summary, refused_at
)
VALUES (
    %(page_id)s, %(outcome_code)s, %(http_status)s, %(content_type)s, %(byte_count)s, %(final_url)s, %(reason)s,
    %(has_summary)s, %(refused_at)s
)
ON CONFLICT (page_id) DO UPDATE
    SET
        outcome_code = excluded.outcome_code,
        http_status = excluded.http_status,
        content_type = excluded.content_type,
        byte_count = excluded.byte_count,
        final_url = excluded.final_url,
        reason = excluded.reason,
        has_summary = excluded.has_summary,
        refused_at = excluded.refused_at;
