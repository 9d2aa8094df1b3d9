"""Which PostgreSQL processes work on a data folder, and ending them; believes the kernel, never a pid file."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

FAST_STOP_SECONDS = 60.0  # PostgreSQL rolls back, writes a checkpoint and ends
IMMEDIATE_STOP_SECONDS = 15.0  # it ends at once and recovers at the next start
_KILL_SECONDS = 10.0
_POLL_SECONDS = 0.05


_STARTER = "pg_ctl"  # it starts the postmaster from inside the data folder, see `cluster.start`
_SERVER = "postgres"


def server_processes(data: Path) -> list[psutil.Process]:
    """All PostgreSQL processes whose working folder is `data`, as each of them has from its start to its end."""
    try:
        wanted = data.stat()
    except FileNotFoundError:
        return []
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] not in (_SERVER, _STARTER):
            continue
        try:
            folder = os.stat(process.cwd())  # noqa: PTH116 - a str from psutil
        except (psutil.Error, OSError):  # ended meanwhile, a zombie, or another user's
            continue
        if os.path.samestat(folder, wanted):
            found.append(process)
    return found


def postmaster(processes: Sequence[psutil.Process]) -> psutil.Process | None:
    """The one that started the others; None where it is still to come, or only its orphans are left."""
    pids = {process.pid for process in processes}
    for process in processes:
        try:
            if (
                process.name() == _SERVER
                and process.ppid() not in pids
                and not process.cmdline()[0].startswith("postgres:")
            ):
                return process
        except (psutil.Error, IndexError):
            continue
    return None


def is_starting(processes: Sequence[psutil.Process]) -> bool:
    """Whether pg_ctl is at work, perhaps left behind by a process that was killed while it waited for it."""
    for process in processes:
        try:
            if process.name() == _STARTER:
                return True
        except psutil.Error:
            continue
    return False


def end_server(data: Path) -> bool:
    """End the server on `data`: politely, then at once, then by force. Returns whether there was one."""
    processes = server_processes(data)
    if not processes:
        return False
    for number, seconds in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, IMMEDIATE_STOP_SECONDS)):
        leader = postmaster(processes)
        if leader is None:
            break
        _send(leader, number)
        if wait_for_end(data, seconds):
            return True
        processes = server_processes(data)
    end_orphans(data)
    return True


def end_orphans(data: Path) -> None:
    """End by force what is left on `data` after its postmaster died; they see its death and mostly go by themselves."""
    if wait_for_end(data, 3.0):
        return
    for process in server_processes(data):
        _send(process, signal.SIGKILL)
    wait_for_end(data, _KILL_SECONDS)


def wait_for_end(data: Path, seconds: float) -> bool:
    """Wait until no process works on `data`; False if some still do after that time.

    Not by waiting for the processes: in a container without an init they stay as zombies, which work on nothing.
    """
    deadline = time.monotonic() + seconds
    while server_processes(data):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _send(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)  # psutil compares the start time first: never another process with the same pid
    except psutil.NoSuchProcess:
        return
