"""Brings a warehouse's tables up to the files of sql/migrations: forward only, in order, each in a transaction."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from pipeline import __version__
from pipeline.errors import ConfigurationError, Transient
from pipeline.settings import Settings
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.roles import GRANTED_ROLES, ROLE_NAMES
from pipeline.warehouse.sqlfiles import sql_path

MIN_SERVER_VERSION = 160000
LOCK_SECONDS = 300
_LOCK_KEY = int.from_bytes(hashlib.sha256(b"wirewatch migrations").digest()[:8], "big", signed=True)
_FILE_NAME = re.compile(r"(?P<number>\d{4})_[a-z0-9]+(_[a-z0-9]+)*\.sql")

_BOOTSTRAP = """
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.migration (
    migration_id integer PRIMARY KEY,
    file_name text NOT NULL UNIQUE,
    file_sha256 text NOT NULL,
    code_version text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    duration_seconds double precision NOT NULL
);
COMMENT ON TABLE ops.migration IS 'One migration file that was applied to this warehouse';
COMMENT ON COLUMN ops.migration.migration_id IS 'The number that the file''s name begins with';
COMMENT ON COLUMN ops.migration.file_name IS 'The file in sql/migrations';
COMMENT ON COLUMN ops.migration.file_sha256 IS 'SHA-256 of the file with LF line ends, in hexadecimal';
COMMENT ON COLUMN ops.migration.code_version IS 'Version of Wirewatch that applied it';
COMMENT ON COLUMN ops.migration.applied_at IS 'When it was applied';
COMMENT ON COLUMN ops.migration.duration_seconds IS 'How long it took, in seconds';
GRANT SELECT ON ops.migration TO wirewatch_writer, wirewatch_web, analyst;
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration file."""

    number: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        """The checksum that is stored; the same whether a checkout has LF or CRLF line ends."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrate(target: Settings | str, folder: Path | None = None) -> list[str]:
    """Apply what is missing and return the names of the files applied now, in order.

    `target` is the settings or the owner's connection string, `folder` another folder of migrations than the shipped.
    Any number of processes may call it at the same time. Raises ConfigurationError if an applied file was changed or
    is gone, if a number is double, or if the server is too old or lacks a role that may not be created.
    """
    files = find_migrations(folder or sql_path("migrations"))
    owner = target if isinstance(target, str) else conninfo(target, "owner")
    with _lock(owner), connect(owner, application_name="wirewatch migrate", autocommit=True) as connection:
        if connection.info.server_version < MIN_SERVER_VERSION:
            raise ConfigurationError(
                f"The warehouse needs PostgreSQL {MIN_SERVER_VERSION // 10000} or newer; this server is "
                f"{connection.info.parameter_status('server_version')}."
            )
        ensure_granted_roles(connection)
        if connection.execute("SELECT to_regclass('ops.migration')").fetchone() == (None,):
            with connection.transaction():
                connection.execute(_BOOTSTRAP)
        pending = pending_migrations(files, _applied(connection))
        for migration in pending:
            _apply(connection, migration)
    return [migration.name for migration in pending]


def find_migrations(folder: Path) -> list[Migration]:
    """The files NNNN_name.sql of a folder in order; raises ConfigurationError where a number is double.

    Gaps are allowed: parallel work keeps its own range of numbers.
    """
    files = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise ConfigurationError(f"{path} is no migration: name it NNNN_what_it_does.sql, in lower case.")
        files.append(Migration(int(match["number"]), path.name, path.read_text(encoding="utf-8")))
    for before, migration in pairwise(files):
        if migration.number == before.number:
            raise ConfigurationError(
                f"The migration number {migration.number:04} is double in {folder}; see {migration.name}."
            )
    if not files:
        raise ConfigurationError(f"There are no migrations in {folder}; reinstall wirewatch.")
    return files


def pending_migrations(files: Sequence[Migration], applied: Sequence[tuple[int, str, str]]) -> list[Migration]:
    """The files still to apply, given (number, name, sha256) of those applied.

    Raises ConfigurationError if what was applied is no longer what the files say.
    """
    by_number = {migration.number: migration for migration in files}
    for number, name, sha256 in applied:
        migration = by_number.get(number)
        if migration is None:
            raise ConfigurationError(
                f"The warehouse already has the migration {name}, which this version of wirewatch does not know. "
                "The warehouse is newer than the program: update wirewatch."
            )
        if migration.name != name or migration.sha256 != sha256:
            raise ConfigurationError(
                f"The migration {name} was changed after it was applied (now {migration.name}, SHA-256 "
                f"{migration.sha256[:12]}..., applied {sha256[:12]}...). Migrations only go forward: restore the file "
                f"and put the change into a new one, {files[-1].number + 1:04}_what_it_does.sql."
            )
    done = {number for number, _, _ in applied}
    return [migration for migration in files if migration.number not in done]


def ensure_granted_roles(connection: psycopg.Connection[TupleRow]) -> None:
    """Create the roles that migrations grant to, where the server lacks them (the embedded one has them).

    They get no password and no login: on a server of one's own, its keeper decides who may log in as analyst. The
    connected user may switch to them. Raises ConfigurationError with the statements to run if it may not create them.
    """
    names = [ROLE_NAMES[role] for role in GRANTED_ROLES]
    found = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names]).fetchall()
    missing = [name for name in names if (name,) not in found]
    try:
        for name in missing:
            with connection.transaction():
                role = sql.Identifier(name)
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
                connection.execute(sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE").format(role))
    except psycopg.errors.InsufficientPrivilege as error:
        user = sql.Identifier(connection.info.user).as_string(connection)
        statements = " ".join(f"CREATE ROLE {name}; GRANT {name} TO {user};" for name in missing)
        raise ConfigurationError(
            f"The user {user} may not create the roles {', '.join(missing)}. Let an administrator of that server run: "
            f"{statements}"
        ) from error


def _apply(connection: psycopg.Connection[TupleRow], migration: Migration) -> None:
    started = time.monotonic()
    try:
        with connection.transaction():
            before = connection.execute("SELECT pg_current_xact_id()").fetchone()
            connection.execute(migration.text.encode())
            if connection.execute("SELECT pg_current_xact_id()").fetchone() != before:
                raise ConfigurationError(f"The migration {migration.name} ends its own transaction: remove its COMMIT.")
            connection.execute(
                "INSERT INTO ops.migration (migration_id, file_name, file_sha256, code_version, duration_seconds)"
                " VALUES (%s, %s, %s, %s, %s)",
                [migration.number, migration.name, migration.sha256, __version__, time.monotonic() - started],
            )
    except psycopg.Error as error:
        raise ConfigurationError(f"The migration {migration.name} failed and was rolled back: {error}") from error


def _applied(connection: psycopg.Connection[TupleRow]) -> list[tuple[int, str, str]]:
    rows = connection.execute(
        "SELECT migration_id, file_name, file_sha256 FROM ops.migration ORDER BY migration_id"
    ).fetchall()
    return [(number, name, sha256) for number, name, sha256 in rows]


@contextmanager
def _lock(owner: str) -> Iterator[None]:
    """Hold the migrations' advisory lock, on a connection of its own: a rolled-back migration cannot lose it."""
    with connect(owner, application_name="wirewatch migrate lock", autocommit=True) as connection:
        connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        try:
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK_KEY])
        except psycopg.errors.LockNotAvailable as error:
            raise Transient(f"Another process has been migrating this warehouse for {LOCK_SECONDS} seconds.") from error
        yield
