-- Tells one database apart from another of the same name made later: its object id, and the cluster's own identifier.
SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid AS cluster_identity
FROM pg_database
WHERE datname = current_database();
