-- What was learned of a site, locked until the transaction ends: two batches count one after the other.
-- Parameters: domain.
SELECT memory
FROM raw.site_memory
WHERE domain = %(domain)s
FOR UPDATE;
