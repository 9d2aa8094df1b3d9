-- Writes what was read out of a page as a version of its article; the same content read by the same version again replaces
-- its row.
-- Parameters: the columns of core.article, page_id, is_current, now.
INSERT INTO core.article (
    article_id, first_seen_at, page_version_id, extractor_version_id, is_current, source_id, title, text, quality_type,
    quality_reason, quality_score, author_names, section, language_code, published_at, published_basis_type, updated_at,
    updated_basis_type, agency, effective_date, date_basis_type, extracted_at
)
SELECT
    article_key.article_id,
    article_key.first_seen_at,
    %(page_version_id)s,
    %(extractor_version_id)s,
    %(is_current)s,
    %(source_id)s,
    %(title)s,
    %(text)s,
    %(quality_type)s,
    %(quality_reason)s,
    %(quality_score)s,
    %(author_names)s,
    %(section)s,
    %(language_code)s,
    %(published_at)s,
    %(published_basis_type)s,
    %(updated_at)s,
    %(updated_basis_type)s,
    %(agency)s,
    %(effective_date)s,
    %(date_basis_type)s,
    %(now)s
FROM core.article_key
WHERE article_key.page_id = %(page_id)s
ON CONFLICT (page_version_id, extractor_version_id, first_seen_at) DO UPDATE
    SET
        is_current = excluded.is_current,
        title = excluded.title,
        text = excluded.text,
        quality_type = excluded.quality_type,
        quality_reason = excluded.quality_reason,
        quality_score = excluded.quality_score,
        author_names = excluded.author_names,
        section = excluded.section,
        language_code = excluded.language_code,
        published_at = excluded.published_at,
        published_basis_type = excluded.published_basis_type,
        updated_at = excluded.updated_at,
        updated_basis_type = excluded.updated_basis_type,
        agency = excluded.agency,
        effective_date = excluded.effective_date,
        date_basis_type = excluded.date_basis_type,
        coding_level_type = NULL,
        extracted_at = excluded.extracted_at
RETURNING article_id, article_version_id;
