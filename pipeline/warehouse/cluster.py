"""The steps by which a database cluster comes to be and starts: initdb, pg_ctl, single-user mode, stale files."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import tempfile
from pathlib import Path

from pipeline.errors import ConfigurationError, Transient
from pipeline.warehouse.accounts import run_as
from pipeline.warehouse.binaries import POSTGRES_MAJOR, programs_for
from pipeline.warehouse.layout import Layout, make_private_folder
from pipeline.warehouse.passwords import Passwords
from pipeline.warehouse.roles import ROLE_NAMES
from pipeline.warehouse.tuning import server_parameters

START_SECONDS = 120  # pg_ctl's patience; recovery of a large warehouse after a crash takes its time
_LOG_LINES = 15


def initialise(layout: Layout, passwords: Passwords) -> None:
    """Run initdb where there is no cluster yet; a cluster that exists is complete, however often this was killed.

    Raises ConfigurationError if the existing cluster is of another major version of PostgreSQL.
    """
    version_file = layout.data / "PG_VERSION"
    if version_file.exists():
        major = version_file.read_text().strip()
        if major != str(POSTGRES_MAJOR):
            raise ConfigurationError(
                f"The databases in {layout.data} are of PostgreSQL {major}, this version of wirewatch carries "
                f"{POSTGRES_MAJOR}. Dump them with the version that made them, or set WIREWATCH_HOME to a new folder."
            )
        return
    for left in layout.server.glob("data.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = layout.server / f"data.new-{secrets.token_hex(4)}"  # an orphaned initdb may still write to another
    with tempfile.NamedTemporaryFile("w", prefix="initdb-", dir=layout.server, encoding="utf-8") as file:
        os.fchown(file.fileno(), layout.account.uid, layout.account.gid)
        file.write(passwords.by_role["admin"] + "\n")
        file.flush()
        made = run_as(
            layout.account,
            [
                programs_for(layout.account) / "initdb",
                f"--pgdata={draft}",
                f"--username={ROLE_NAMES['admin']}",
                f"--pwfile={file.name}",
                "--auth-local=scram-sha-256",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",  # the same order and case rules on every system
            ],
            cwd=layout.server,
        )
    if made.returncode != 0:
        raise Transient(f"initdb could not create the databases in {layout.server}:\n{made.stdout.strip()}")
    draft.rename(layout.data)


def start(layout: Layout, socket_folder: Path, port: int) -> str | None:
    """Start the server in a session of its own, so that it outlives this process; returns what went wrong.

    The folders go to pg_ctl as its working folder and PGDATA: on its command line a shell would read them. It works
    inside the data folder, so that `processes.server_processes` sees a starting server before its first step.
    """
    make_private_folder(socket_folder, layout.account)
    parameters = server_parameters(socket_folder, port)
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in parameters.items())
    started = run_as(
        layout.account,
        [
            programs_for(layout.account) / "pg_ctl",
            "start",
            "--wait",
            f"--timeout={START_SECONDS}",
            f"--log=../{layout.start_log.name}",
            f"--options={options}",
        ],
        cwd=layout.data,
        environment={"PGDATA": str(layout.data)},
    )
    if started.returncode == 0:
        return None
    said = started.stdout.strip().splitlines()[-1:]
    return "\n".join([f"PostgreSQL in {layout.server} did not start.", *said, *last_log_lines(layout)])


def reset_admin_password(layout: Layout, passwords: Passwords) -> None:
    """Give the superuser the password of the file, in single-user mode: whoever owns the data may do so.

    No server may run on the data meanwhile.
    """
    password = passwords.by_role["admin"]  # base64url text: nothing in it to quote
    done = run_as(
        layout.account,
        [programs_for(layout.account) / "postgres", "--single", "-D", layout.data, "postgres"],
        cwd=layout.server,
        stdin_text=f"ALTER ROLE {ROLE_NAMES['admin']} PASSWORD '{password}'\n",
    )
    if done.returncode != 0:
        raise Transient(f"Could not reset the password of PostgreSQL in {layout.server}:\n{done.stdout.strip()}")


def clear_traces(layout: Layout, socket_folder: Path, port: int) -> None:
    """Delete what a killed server left: its pid file and socket. Call it when no process works on the data.

    PostgreSQL removes them by itself unless the pid inside now belongs to something else, a zombie for example.
    """
    name = f".s.PGSQL.{port}"
    for path in (layout.pid_file, socket_folder / name, socket_folder / f"{name}.lock"):
        path.unlink(missing_ok=True)


def is_past_start(layout: Layout) -> bool:
    """Whether the server's own pid file says that it finished starting; only asked of one whose process was seen."""
    try:
        lines = layout.pid_file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return True
    return len(lines) >= 8 and lines[7].strip() == "ready"


def socket_exists(socket_folder: Path, port: int) -> bool:
    """Whether the server's socket is still where clients look for it."""
    return (socket_folder / f".s.PGSQL.{port}").exists()


def last_log_lines(layout: Layout) -> list[str]:
    """The end of the newest log, to show with an error."""
    logs = [path for path in [layout.start_log, *layout.logs.glob("*.log")] if path.is_file() and path.stat().st_size]
    if not logs:
        return []
    newest = max(logs, key=lambda path: path.stat().st_mtime)
    lines = newest.read_text(encoding="utf-8", errors="replace").splitlines()
    return [f"From {newest}:", *lines[-_LOG_LINES:]]
