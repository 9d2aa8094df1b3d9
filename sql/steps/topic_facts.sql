-- What topic matching needs to know of the articles of some days, with the first sentence that a reader would look at.
-- Grain: one row per current article that is not refused, the newest first. Parameters: from_date, to_date.
SELECT
    article.article_id,
    article.language_code,
    article.coding_level_type,
    coalesce(article.title, '') || E'\n' || article.text AS words,
    (
        SELECT
            coalesce(
                jsonb_agg(DISTINCT claim.supplier_codes || claim.recipient_codes || claim.intermediary_codes), '[]'
            )
        FROM core.corrected_claim AS claim
        WHERE claim.article_id = article.article_id
    ) AS claims,
    (
        SELECT
            coalesce(
                jsonb_agg(
                    DISTINCT jsonb_build_array(event.event_type, event.source_country_code, event.target_country_code)
                ),
                '[]'
            )
        FROM core.corrected_event AS event
        WHERE event.article_id = article.article_id
    ) AS events,
    article.title,
    article.text,
    article.effective_date,
    source.name AS source_name,
    article_address.url
FROM core.article
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN mart.article_address ON article.article_id = article_address.article_id
WHERE
    article.is_current
    AND article.quality_type <> 'refused'
    AND article.effective_date BETWEEN %(from_date)s::date AND %(to_date)s::date
ORDER BY article.effective_date DESC, article.article_id DESC;
