-- For each article that is a copy, the text of its original and what was read out of it under the present version.
-- Parameters: article_ids (bigint[]), component, version, model, rules_sha256.
SELECT
    story_article.article_id,
    root.text,
    root.title,
    root_reading.text_sha256,
    root_reading.reading::text
FROM core.story_article
INNER JOIN core.root_reading ON story_article.root_article_id = root_reading.article_id
INNER JOIN core.article AS root ON root_reading.article_id = root.article_id AND root.is_current
INNER JOIN ops.extractor_version ON root_reading.extractor_version_id = extractor_version.extractor_version_id
WHERE
    story_article.article_id = any(%(article_ids)s::bigint[])
    AND story_article.root_article_id <> story_article.article_id
    AND story_article.relation_type IN ('exact_copy', 'near_copy')
    AND extractor_version.component = %(component)s
    AND extractor_version.version = %(version)s
    AND extractor_version.model = %(model)s
    AND extractor_version.rules_sha256 = %(rules_sha256)s
ORDER BY story_article.article_id;
