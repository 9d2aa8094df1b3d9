-- How reliable and how quick are the sources? Kind of source, originals, hours from publication to first sight.
-- Grain: one row per source with a current article, the most productive first.
-- Parameters: none.
SELECT
    dim_source.name,
    dim_source.reliability_type,
    dim_source.country_code,
    count(*) AS article_count,
    count(*) FILTER (WHERE story_article.relation_type = 'original') AS original_count,
    round(
        (
            percentile_cont(0.5) WITHIN GROUP (
                ORDER BY extract(EPOCH FROM article.first_seen_at - article.published_at) / 3600
            )
        )::numeric,
        1
    ) AS median_lag_hours
FROM core.article
INNER JOIN mart.dim_source ON article.source_id = dim_source.source_id
LEFT JOIN core.story_article ON article.article_id = story_article.article_id
WHERE article.is_current AND article.quality_type <> 'refused'
GROUP BY dim_source.source_id, dim_source.name, dim_source.reliability_type, dim_source.country_code
ORDER BY article_count DESC, dim_source.name ASC;
