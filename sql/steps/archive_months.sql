-- The months of the archive: pages by the month in which they were first seen.
SELECT
    date_trunc('month', first_seen_at, 'UTC')::date AS month_date,
    count(*) AS page_count,
    sum(length(body)) AS stored_byte_count
FROM raw.page
GROUP BY 1
ORDER BY 1;
