-- The articles of an article's story, each with its relation and its original.
-- Parameters: article_id.
SELECT
    page_key.canonical_url AS url,
    root_page.canonical_url AS root_url,
    member.story_id,
    member.relation_type,
    member.similarity,
    member.reason,
    article.title,
    article.text,
    article.published_at,
    article.agency,
    source.name AS source_name
FROM core.story_article AS asked
INNER JOIN core.story_article AS member ON asked.story_id = member.story_id
INNER JOIN core.article ON member.article_id = article.article_id AND article.is_current
INNER JOIN core.source ON article.source_id = source.source_id
INNER JOIN core.article_key ON member.article_id = article_key.article_id
INNER JOIN raw.page_key ON article_key.page_id = page_key.page_id
INNER JOIN core.article_key AS root_key ON member.root_article_id = root_key.article_id
INNER JOIN raw.page_key AS root_page ON root_key.page_id = root_page.page_id
WHERE asked.article_id = %(article_id)s
ORDER BY article.published_at, page_key.canonical_url;
