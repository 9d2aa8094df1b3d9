-- Drops the topic matches of some days' articles before they are matched anew.
-- Parameters: days (date[]).
DELETE FROM core.article_topic
USING core.article
WHERE
    article_topic.article_id = article.article_id
    AND article.is_current
    AND article.effective_date = any(%(days)s::date[]);
