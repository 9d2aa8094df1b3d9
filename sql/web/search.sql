-- Articles whose title or text hold the words, with a snippet around them; quotes, OR and - work as in a search engine.
-- Grain: one row per article, the newest first.
-- Parameters: words, from_date, to_date (null = open), topic_key (null = all), start_mark, end_mark, row_count.
WITH asked AS (
    SELECT websearch_to_tsquery('english', %(words)s) AS query
),

hit AS (
    SELECT
        article.article_id,
        article.article_version_id,
        article.first_seen_at,
        article.effective_date
    FROM core.article
    CROSS JOIN asked
    WHERE
        article.is_current
        AND core.search_words(article.title, article.text) @@ asked.query
        AND article.quality_type <> 'refused'
        AND (%(from_date)s::date IS NULL OR article.effective_date >= %(from_date)s)
        AND (%(to_date)s::date IS NULL OR article.effective_date <= %(to_date)s)
        AND (
            %(topic_key)s::text IS NULL
            OR EXISTS (
                SELECT 1
                FROM core.article_topic
                INNER JOIN core.topic ON article_topic.topic_id = topic.topic_id
                WHERE article_topic.article_id = article.article_id AND topic.topic_key = %(topic_key)s
            )
        )
    ORDER BY article.effective_date DESC, article.article_id DESC
    LIMIT %(row_count)s
)

SELECT
    hit.article_id,
    article.title,
    article.effective_date,
    article.published_at,
    article.language_code,
    source.name AS source_name,
    page_key.canonical_url AS url,
    story_article.relation_type,
    ts_headline(
        'english',
        article.text,
        asked.query,
        format(
            'StartSel=%%s, StopSel=%%s, MaxWords=38, MinWords=18, MaxFragments=2, FragmentDelimiter=" … "',
            %(start_mark)s::text, %(end_mark)s::text
        )
    ) AS snippet
FROM hit
CROSS JOIN asked
INNER JOIN core.article
    ON hit.article_version_id = article.article_version_id AND hit.first_seen_at = article.first_seen_at
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN core.article_key ON hit.article_id = article_key.article_id
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id
LEFT JOIN core.story_article ON hit.article_id = story_article.article_id
ORDER BY hit.effective_date DESC, hit.article_id DESC;
