"""Names: which database role stands behind each part that Wirewatch plays, and which databases there are."""

from __future__ import annotations

from typing import Final, Literal

Role = Literal["owner", "writer", "web", "analyst", "airflow", "admin"]
Database = Literal["warehouse", "airflow", "postgres"]

ROLE_NAMES: Final[dict[Role, str]] = {
    "owner": "wirewatch_owner",  # owns the warehouse: migrations, partitions, marts
    "writer": "wirewatch_writer",  # the steps: reads and writes rows, changes no table
    "web": "wirewatch_web",  # the web pages: reads, inserts corrections
    "analyst": "analyst",  # people with SQL: reads core, mart and ops
    "airflow": "wirewatch_airflow",  # Airflow's own database, and nothing else
    "admin": "postgres",  # the embedded server's superuser: creates the roles above, does no daily work
}

# Roles that the migrations grant to. The owner is whoever runs the migrations, so no migration names it.
GRANTED_ROLES: Final[tuple[Role, ...]] = ("writer", "web", "analyst")

# What a session of a role starts with; a role may change its own, so privileges protect and these only guard.
ROLE_SETTINGS: Final[dict[Role, dict[str, str]]] = {
    "analyst": {
        "default_transaction_read_only": "on",
        "statement_timeout": "5min",
        "idle_in_transaction_session_timeout": "10min",
    },
    "web": {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "1min"},
}
