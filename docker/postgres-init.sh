#!/bin/bash
# Makes the two databases and their roles when the PostgreSQL container starts on an empty volume: `airflow` for
# Airflow's metadata, `warehouse` for Wirewatch. The tables come from `airflow db migrate` and `wirewatch migrate`.
# On a server of your own run it once as an administrator, with PGHOST, POSTGRES_USER and the passwords of docker/.env set.
set -euo pipefail

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv owner_password WIREWATCH_OWNER_PASSWORD
\getenv writer_password WIREWATCH_WRITER_PASSWORD
\getenv web_password WIREWATCH_WEB_PASSWORD
\getenv analyst_password ANALYST_PASSWORD
\getenv airflow_password AIRFLOW_DB_PASSWORD
CREATE ROLE wirewatch_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE wirewatch_writer LOGIN PASSWORD :'writer_password';
CREATE ROLE wirewatch_web LOGIN PASSWORD :'web_password';
CREATE ROLE analyst LOGIN PASSWORD :'analyst_password';
CREATE ROLE wirewatch_airflow LOGIN PASSWORD :'airflow_password';
ALTER ROLE analyst SET default_transaction_read_only = on;
ALTER ROLE analyst SET statement_timeout = '5min';
ALTER ROLE wirewatch_web SET statement_timeout = '30s';
CREATE DATABASE warehouse OWNER wirewatch_owner;
CREATE DATABASE airflow OWNER wirewatch_airflow;
REVOKE ALL ON DATABASE warehouse FROM public;
REVOKE ALL ON DATABASE airflow FROM public;
GRANT CONNECT ON DATABASE warehouse TO wirewatch_writer, wirewatch_web, analyst;
GRANT TEMPORARY ON DATABASE warehouse TO wirewatch_writer;
SQL
