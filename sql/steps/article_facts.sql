-- What topic matching needs to know of the articles of some days.
-- Grain: one row per current article that is not refused. Parameters: days (date[]).
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
    ) AS events
FROM core.article
WHERE
    article.is_current
    AND article.quality_type <> 'refused'
    AND article.effective_date = any(%(days)s::date[])
ORDER BY article.article_id;
