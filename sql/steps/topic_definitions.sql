-- The topics of the warehouse as the catalog defined them.
-- Parameters: none.
SELECT definition
FROM core.topic
ORDER BY topic_key;
