"""The embedded PostgreSQL server of a home: set up, start, judge, stop. One server a home, on a Unix socket only.

A server lives if it answers a connection; a pid proves nothing. See docs/decisions/0001-embedded-postgresql.md.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from pipeline.errors import ConfigurationError, Transient
from pipeline.settings import Settings
from pipeline.warehouse import bootstrap, cluster, processes
from pipeline.warehouse.layout import (
    PORT,
    Layout,
    abandoned_servers,
    find_layout,
    make_home,
    make_layout,
    postgres_home,
)
from pipeline.warehouse.passwords import Passwords, ensure_passwords, load_passwords
from pipeline.warehouse.probe import Life, look
from pipeline.warehouse.roles import ROLE_NAMES, Database, Role

LOCK_SECONDS = 300.0  # longer than the longest start that another process may be in
SILENCE_SECONDS = 120.0  # how long a server that runs may be silent: starting, recovering, or on a busy machine
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Server:
    """A prepared server: where it listens and with which passwords."""

    layout: Layout
    socket_folder: Path
    passwords: Passwords
    port: int = PORT

    def conninfo(self, role: Role = "owner", database: Database = "warehouse") -> str:
        """The libpq connection string of that role, password included: keep it out of logs and command lines."""
        return make_conninfo(
            host=str(self.socket_folder),
            port=self.port,
            dbname=database,
            user=ROLE_NAMES[role],
            password=self.passwords.by_role[role],
        )


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What `server_status` found. `state` is absent (never set up), stopped, starting, silent or running."""

    state: str
    home: Path
    data: Path | None = None
    socket_folder: Path | None = None
    version: str | None = None
    process_count: int = 0


def ensure_server(settings: Settings) -> Server:
    """The home's server, set up and started where needed; any number of processes may call it at the same time.

    Raises ConfigurationError where a person has to act (foreign folders, no account to run it), Transient where
    the server does not come up; both name the mend.
    """
    server = _known_server(settings)
    if server is not None and look(server.conninfo()).life is Life.READY:
        return server
    home = make_home(settings)
    with _locked(home):
        if find_layout(settings) is None:
            end_abandoned_servers()
        was_complete = load_passwords(home / "pgpass") is not None
        layout = make_layout(settings)
        passwords = ensure_passwords(layout.passwords)
        server = Server(layout, layout.socket_folder(passwords.cluster_id), passwords)
        if was_complete and look(server.conninfo()).life is Life.READY:
            return server  # another process was quicker
        _bring_up(server)
        _prepare(server)
        return server


def stop_server(settings: Settings) -> bool:
    """End the home's server and wait for its end; returns whether one was running."""
    layout = find_layout(settings)
    if layout is None:
        return False
    with _locked(layout.home):
        return processes.end_server(layout.data)


def remove_server(settings: Settings) -> bool:
    """End the home's server and delete its databases and passwords; returns whether there was one."""
    layout = find_layout(settings)
    home = postgres_home(settings)
    if layout is not None:
        with _locked(home):
            processes.end_server(layout.data)
            passwords = load_passwords(layout.passwords)
            if passwords is not None:
                shutil.rmtree(layout.socket_folder(passwords.cluster_id), ignore_errors=True)
            shutil.rmtree(layout.server)
    if not home.is_dir():
        return False
    shutil.rmtree(home)
    return layout is not None


def server_status(settings: Settings) -> ServerStatus:
    """What state the home's server is in; starts and changes nothing."""
    server = _known_server(settings)
    if server is None:
        return ServerStatus(state="absent", home=postgres_home(settings))
    sight = look(server.conninfo())
    running = processes.server_processes(server.layout.data)
    if sight.life in (Life.READY, Life.FULL):
        state = "running"
    elif sight.life is Life.STARTING:
        state = "starting"
    else:
        state = "silent" if running else "stopped"
    return ServerStatus(
        state=state,
        home=server.layout.home,
        data=server.layout.data,
        socket_folder=server.socket_folder,
        version=sight.version,
        process_count=len(running),
    )


def end_abandoned_servers() -> None:
    """As root, stop servers whose homes were deleted; their data stay until a person deletes them, too."""
    if os.geteuid() != 0:
        return  # an ordinary user's data lie in the home, and PostgreSQL ends by itself when they are deleted
    for server, home in abandoned_servers():
        if processes.end_server(server / "data"):
            print(
                f"Stopped the PostgreSQL of {home}, which is no longer there. To delete its data: rm -r {server}",
                file=sys.stderr,
            )


def _known_server(settings: Settings) -> Server | None:
    layout = find_layout(settings)
    passwords = load_passwords(layout.passwords) if layout is not None else None
    if layout is None or passwords is None:
        return None
    return Server(layout, layout.socket_folder(passwords.cluster_id), passwords)


def _bring_up(server: Server) -> None:
    """Leave a server that answers its superuser, whatever state the home was in."""
    layout, admin = server.layout, server.conninfo("admin", "postgres")
    cluster.initialise(layout, server.passwords)
    if _settle(server) is Life.SILENT:
        _start(server)
    if look(admin).life is Life.REFUSED:  # the password file was lost or replaced
        processes.end_server(layout.data)
        cluster.reset_admin_password(layout, server.passwords)
        _start(server)
    sight = look(admin)
    if sight.life is not Life.READY:
        raise Transient(f"PostgreSQL in {layout.server} does not answer: {sight.message}")


def _settle(server: Server) -> Life:
    """Wait until the server answers, or is known not to run; never judges by a pid file.

    A server that runs but can no longer be reached, because its socket was deleted, is ended.
    """
    data = server.layout.data
    deadline = time.monotonic() + SILENCE_SECONDS
    while True:
        sight = look(server.conninfo("admin", "postgres"))
        if sight.life not in (Life.SILENT, Life.STARTING):
            return sight.life
        running = processes.server_processes(data)
        if not running:
            return Life.SILENT
        leader = processes.postmaster(running)
        if leader is None:
            if not processes.is_starting(running):
                processes.end_orphans(data)
        elif cluster.is_past_start(server.layout) and not cluster.socket_exists(server.socket_folder, server.port):
            processes.end_server(data)
        elif time.monotonic() > deadline:
            raise Transient(
                f"PostgreSQL (process {leader.pid}) has not answered for {SILENCE_SECONDS:.0f} seconds: "
                f"{sight.message}. "
                "It may still be recovering; try again later, or end it with `wirewatch stop`."
            )
        time.sleep(_POLL_SECONDS)


def _start(server: Server) -> None:
    """Start the server; no PostgreSQL process works on its data when this is called."""
    cluster.clear_traces(server.layout, server.socket_folder, server.port)
    failure = cluster.start(server.layout, server.socket_folder, server.port)
    if failure is not None and _settle(server) is Life.SILENT:
        raise Transient(failure)


def _prepare(server: Server) -> None:
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        bootstrap.create_roles(admin, server.passwords)
        bootstrap.create_databases(admin)
        with psycopg.connect(server.conninfo("admin"), autocommit=True) as warehouse_admin:
            bootstrap.close_side_doors(warehouse_admin)
        bootstrap.open_warehouse(admin, server.passwords)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the home's lock; the kernel frees it when its holder dies, however that happens."""
    try:
        descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise ConfigurationError(
            f"{home} belongs to another user. Run as that user, or set WIREWATCH_HOME to a folder of your own."
        ) from error
    try:
        _wait_for_lock(descriptor, home)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, home: Path) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Transient(
                    f"Another process has held {home / 'lock'} for {LOCK_SECONDS:.0f} seconds while it starts or stops "
                    "PostgreSQL. Try again, or look for a wirewatch command that hangs."
                ) from None
            time.sleep(_POLL_SECONDS)
        else:
            return
