-- The address of an article, for analysts, who see no raw tables.
CREATE VIEW mart.article_address AS
SELECT
    article_key.article_id,
    page_key.canonical_url AS url
FROM core.article_key
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id;
COMMENT ON VIEW mart.article_address IS 'One row per article: where it was published';
COMMENT ON COLUMN mart.article_address.article_id IS 'The article';
COMMENT ON COLUMN mart.article_address.url IS 'Its address';
