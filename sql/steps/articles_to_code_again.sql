-- Articles of a set whose text stays and whose claims the present coder reads otherwise.
-- Parameters: reprocess_id.
SELECT DISTINCT article.article_id
FROM ops.reprocess_article
INNER JOIN ops.reprocess_claim ON reprocess_article.reprocess_article_id = reprocess_claim.reprocess_article_id
INNER JOIN core.article
    ON
        reprocess_article.old_article_version_id = article.article_version_id
        AND reprocess_article.first_seen_at = article.first_seen_at
WHERE
    reprocess_article.reprocess_id = %(reprocess_id)s
    AND reprocess_article.change_type = 'same'
    AND article.is_current
ORDER BY article.article_id;
