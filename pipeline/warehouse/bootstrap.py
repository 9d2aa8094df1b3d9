"""Roles, databases and privileges of the embedded server; the tables inside come from the migrations."""

from __future__ import annotations

from typing import Final, LiteralString

import psycopg
from psycopg import sql

from pipeline.warehouse.passwords import Passwords
from pipeline.warehouse.roles import GRANTED_ROLES, ROLE_NAMES, ROLE_SETTINGS, Database, Role

# Any role may create large objects, unless these are taken away; the analyst shall leave nothing behind.
_LARGE_OBJECT_WRITERS: tuple[LiteralString, ...] = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_put(oid, bigint, bytea)",
    "lowrite(integer, bytea)",
)

_DATABASE_OWNERS: Final[tuple[tuple[Database, Role], ...]] = (("warehouse", "owner"), ("airflow", "airflow"))


def create_roles(admin: psycopg.Connection[tuple[object, ...]], passwords: Passwords) -> None:
    """Create or correct every role except that the owner cannot log in before `open_warehouse`."""
    for role, name in ROLE_NAMES.items():
        if role == "admin":
            continue
        if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
            admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
        if role != "owner":
            _set_password(admin, role, passwords)
        for setting, value in {"TimeZone": "UTC", **ROLE_SETTINGS.get(role, {})}.items():
            admin.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
                )
            )


def create_databases(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    """Create the databases and say who may connect; `admin` must be in autocommit mode."""
    for database, owner in _DATABASE_OWNERS:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(ROLE_NAMES[owner])
                )
            )
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    for role in GRANTED_ROLES:
        admin.execute(sql.SQL("GRANT CONNECT ON DATABASE warehouse TO {}").format(sql.Identifier(ROLE_NAMES[role])))
    admin.execute(sql.SQL("GRANT TEMPORARY ON DATABASE warehouse TO {}").format(sql.Identifier(ROLE_NAMES["writer"])))


def close_side_doors(warehouse_admin: psycopg.Connection[tuple[object, ...]]) -> None:
    """Take from everybody, inside the warehouse, what PostgreSQL lets any role write by default."""
    for function in _LARGE_OBJECT_WRITERS:
        warehouse_admin.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))


def open_warehouse(admin: psycopg.Connection[tuple[object, ...]], passwords: Passwords) -> None:
    """Let the owner in. It comes last: a server that lets the owner in is prepared completely."""
    _set_password(admin, "owner", passwords)


def _set_password(admin: psycopg.Connection[tuple[object, ...]], role: Role, passwords: Passwords) -> None:
    """Send only the SCRAM verifier, so that no log or statistics view can show the password."""
    name = ROLE_NAMES[role]
    verifier = admin.pgconn.encrypt_password(passwords.by_role[role].encode(), name.encode(), b"scram-sha-256")
    admin.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}").format(
            sql.Identifier(name), sql.Literal(verifier.decode())
        )
    )
