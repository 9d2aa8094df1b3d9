"""`wirewatch backup` and `wirewatch restore`: the whole warehouse as one file of pg_dump, and back to equal rows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from rich.console import Console

from pipeline.errors import ConfigurationError, Transient
from pipeline.settings import Settings
from pipeline.warehouse.binaries import wheel_programs
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate

SCHEMAS = ("raw", "core", "mart", "ops")


def backup(settings: Settings, file: Path) -> int:
    """Write the warehouse into a new file, readable for its owner alone; returns the exit status."""
    console = Console(soft_wrap=True, highlight=False)
    migrate(settings)
    with console.status(f"writing {file}"):
        dump(conninfo(settings, "owner"), file)
    console.print(f"{file}: {file.stat().st_size / 1e6:.1f} MB. Back: `wirewatch restore {file}`")
    return 0


def restore(settings: Settings, file: Path, replace: bool = False) -> int:
    """Bring a backup into an empty warehouse (or, with `replace`, in place of this one), then up to this version."""
    console = Console(soft_wrap=True, highlight=False)
    owner = conninfo(settings, "owner")
    with console.status(f"reading {file}"):
        load(owner, file, replace=replace)
        applied = migrate(settings)
    console.print(f"{file} is restored" + (f"; migrated: {', '.join(applied)}" if applied else ""))
    return 0


def dump(owner: str, file: Path) -> None:
    """Write one warehouse into a file that must not exist yet; half a file is never left."""
    if file.exists():
        raise ConfigurationError(f"{file} is there already; name another file")
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _call("pg_dump", owner, ["--format=custom", "--no-owner", *_schemas(), f"--file={part}"], os.environ)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def load(owner: str, file: Path, *, replace: bool) -> None:
    """Bring a file of `dump` into a warehouse, all or nothing; one that holds tables only with `replace`."""
    if not file.is_file():
        raise ConfigurationError(f"There is no file {file}")
    with connect(owner, application_name="wirewatch restore") as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_namespace WHERE nspname = ANY(%s)", (list(SCHEMAS),)
        ).fetchone()
    if row and row[0] and not replace:
        raise ConfigurationError(
            "The warehouse is not empty. Restore into another WIREWATCH_HOME or database, or replace what is there: "
            f"`wirewatch restore --replace {file}` (make a backup of it first)"
        )
    further = ["--clean", "--if-exists"] if replace else []
    _call(
        "pg_restore", owner, ["--no-owner", "--single-transaction", "--exit-on-error", *further, str(file)], os.environ
    )


def _schemas() -> list[str]:
    return [f"--schema={schema}" for schema in SCHEMAS]


def _call(program: str, owner: str, arguments: Sequence[str], environment: os._Environ[str]) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, for others can read arguments."""
    keywords = {name: str(value) for name, value in conninfo_to_dict(owner).items()}
    password = keywords.pop("password", "")
    done = subprocess.run(  # noqa: S603 (programs of the wheel, arguments of our own)
        [str(wheel_programs() / program), f"--dbname={make_conninfo(**keywords)}", *arguments],
        env={**environment, "PGPASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Transient(f"{program} failed, nothing was changed: {done.stderr.strip()[-1500:]}")
