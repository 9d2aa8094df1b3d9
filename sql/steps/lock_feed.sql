-- The source of a feed, locked until the transaction ends, if the lease is still the worker's own.
-- Parameters: feed_id, owner.
SELECT source_id
FROM raw.feed
WHERE feed_id = %(feed_id)s AND lease_owner = %(owner)s
FOR UPDATE;
