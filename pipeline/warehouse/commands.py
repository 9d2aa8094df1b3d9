"""The commands psql, url, serve-db, stop and migrate: what a person sees of the warehouse on a terminal."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from psycopg import pq

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.warehouse.binaries import wheel_programs
from pipeline.warehouse.conninfo import conninfo, libpq_url, parse_conninfo
from pipeline.warehouse.embedded import ensure_server, stop_server
from pipeline.warehouse.migrate import migrate
from pipeline.warehouse.roles import ROLE_NAMES, Role
from pipeline.warehouse.serve import ADDRESS, serve

# Where systems keep the descriptions of terminals; the psql of the wheel was built to look elsewhere.
_TERMINFO_FOLDERS = "/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo"


def psql(settings: Settings, args: Sequence[str] = ()) -> int:
    """Become psql, logged in as the warehouse's owner; starts the server if needed, passes all arguments on.

    Returns only where psql cannot be run. `-U analyst` reads and cannot write: on the embedded server by its login, on
    another by taking on the role, since no password of it is known here.
    """
    role, rest = _role_and_rest(settings, args)
    program, environment = psql_call(settings, os.environ, role)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(program, ["psql", *rest], environment)  # noqa: S606 - becoming psql is the purpose


def _role_and_rest(settings: Settings, args: Sequence[str]) -> tuple[Role, list[str]]:
    """The role to take on, and the arguments left for psql: `-U analyst` means a role on a server of one's own."""
    rest = list(args)
    if settings.warehouse_url is not None:
        for at, argument in enumerate(rest):
            if argument in ("-U", "--username") and rest[at + 1 : at + 2] == ["analyst"]:
                return "analyst", rest[:at] + rest[at + 2 :]
            if argument in ("-Uanalyst", "--username=analyst"):
                return "analyst", rest[:at] + rest[at + 1 :]
    return "owner", rest


def psql_call(settings: Settings, environment: Mapping[str, str], role: Role = "owner") -> tuple[str, dict[str, str]]:
    """psql's path and environment. The connection goes by environment and password file: others can read arguments."""
    keywords = parse_conninfo(conninfo(settings, role))
    variables = {option.keyword.decode(): (option.envvar or b"").decode() for option in pq.Conninfo.get_defaults()}
    result = {name: value for name, value in environment.items() if name not in set(variables.values())}
    result.update({variables[name]: value for name, value in keywords.items() if variables.get(name)})
    if settings.warehouse_url is None:
        del result["PGPASSWORD"]
        result["PGPASSFILE"] = str(ensure_server(settings).layout.passwords)
    result.setdefault("PGAPPNAME", "wirewatch psql")
    result.setdefault("TERMINFO_DIRS", _TERMINFO_FOLDERS)
    return _find_psql(), result


def url(settings: Settings, role: Role = "owner") -> int:
    """Print the warehouse's URL with its password, for programs that take one; starts the server if needed."""
    print(libpq_url(conninfo(settings, role)))
    return 0


def serve_db(settings: Settings, port: int = 0) -> int:
    """Offer the warehouse on 127.0.0.1 to tools that need TCP, read only, until Ctrl-C."""
    if settings.warehouse_url is not None:
        print(
            "WIREWATCH_WAREHOUSE_URL names a server of your own: connect your tool to that one. Its role analyst reads "
            "only; give it a password with: ALTER ROLE analyst LOGIN PASSWORD '...'",
            file=sys.stderr,
        )
        return 1
    password = ensure_server(settings).passwords.by_role["analyst"]

    def announce(actual_port: int) -> None:
        user = ROLE_NAMES["analyst"]
        print(
            f"The warehouse listens on {ADDRESS} port {actual_port}, for reading only.\n"
            f"  database  warehouse\n  user      {user}\n  password  {password}\n"
            f"  URL       postgresql://{user}:{password}@{ADDRESS}:{actual_port}/warehouse\n"
            "Ctrl-C ends it; the warehouse keeps running.",
            flush=True,
        )

    try:
        asyncio.run(serve(settings, port, announce))
    except KeyboardInterrupt:
        print("\nThe port is closed.", file=sys.stderr)
    except OSError as error:
        print(
            f"Port {port} cannot be used: {error.strerror}. Choose another, or none to take a free one.",
            file=sys.stderr,
        )
        return 1
    return 0


def stop(settings: Settings) -> int:
    """End the embedded server of the profile."""
    if stop_server(settings):
        print(f"PostgreSQL of {settings.profile_home} has ended.")
    else:
        print(f"No PostgreSQL was running for {settings.profile_home}.")
    return 0


def migrate_command(settings: Settings) -> int:
    """Bring the warehouse's tables up to this version."""
    applied = migrate(settings)
    for name in applied:
        print(f"applied {name}")
    print("The warehouse is up to date.")
    return 0


def _find_psql() -> str:
    """The wheel's psql, which fits the server; else the system's.

    Raises ConfigurationError where there is neither.
    """
    program = wheel_programs() / "psql"
    if os.access(program, os.X_OK):
        return str(program)
    found = shutil.which("psql")
    if found is None:
        raise ConfigurationError("There is no psql: reinstall wirewatch, or install PostgreSQL's client (psql).")
    return str(Path(found))
