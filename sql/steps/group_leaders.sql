-- Which of the articles others stand on: roots of copies, and founders of stories that have other articles.
-- Parameters: article_ids (bigint[]).
SELECT story_article.article_id
FROM core.story_article
WHERE
    story_article.article_id = any(%(article_ids)s::bigint[])
    AND EXISTS (
        SELECT 1 FROM core.story_article AS other
        LEFT JOIN core.story ON other.story_id = story.story_id
        WHERE
            other.article_id <> story_article.article_id
            AND (
                other.root_article_id = story_article.article_id
                OR (other.story_id = story_article.story_id AND story.root_article_id = story_article.article_id)
            )
    )
ORDER BY story_article.article_id;
