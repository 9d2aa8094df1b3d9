-- One batch of grouping at a time: without it, two batches would not see each other's articles.
SELECT pg_advisory_xact_lock(hashtext('wirewatch group'));
