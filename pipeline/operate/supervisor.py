"""Keeps Airflow's services running side by side, and ends them all, and nothing else, when it ends itself.

Each service runs under a small guard process of its own (`python -m pipeline.operate.supervisor`), which ends the whole
process group of the service as soon as the supervisor is gone, even by SIGKILL: the guard reads from a pipe whose other
end only the supervisor holds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import Transient

# A service that ends by itself is started again after so many seconds, doubled each time it fails quickly.
_RESTART_SECONDS = 2.0
_LONGEST_RESTART_SECONDS = 60.0
_STEADY_SECONDS = 60.0
# How long a service has to end by itself before it is killed.
_GRACE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Service:
    """A process to keep running: its name for people, its command line and the file of its output."""

    name: str
    command: tuple[str, ...]
    log_path: Path


@dataclass
class _Running:
    service: Service
    guard: subprocess.Popen[bytes]
    started_at: float
    wait_seconds: float = _RESTART_SECONDS
    restart_at: float | None = None


@dataclass
class Supervisor:
    """Starts services, restarts those that end, stops them all at the end. `say` gets one line per happening."""

    services: Sequence[Service]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    _running: list[_Running] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start every service."""
        self._running = [_Running(service, self._spawn(service), time.monotonic()) for service in self.services]

    def wait(self) -> None:
        """Watch the services until `stop` is called or a signal interrupts."""
        while not self._stopping.wait(1.0):
            for running in self._running:
                self._look_after(running)

    def stop(self) -> None:
        """End every service, the youngest first; returns when all are gone."""
        self._stopping.set()
        for running in reversed(self._running):
            if running.guard.stdin is not None:
                running.guard.stdin.close()  # the guard takes this as the order to end its service
        for running in self._running:
            running.guard.wait(_GRACE_SECONDS * 2)

    def process_ids(self) -> dict[str, int]:
        """The guards' process ids by service name."""
        return {running.service.name: running.guard.pid for running in self._running}

    def _spawn(self, service: Service) -> subprocess.Popen[bytes]:
        service.log_path.parent.mkdir(parents=True, exist_ok=True)
        with service.log_path.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 (our own interpreter, commands of our own)
                [sys.executable, "-m", "pipeline.operate.supervisor", *service.command],
                env=dict(self.environment),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C on the terminal reaches the supervisor alone, which then ends the services in order.
                start_new_session=True,
            )

    def _look_after(self, running: _Running) -> None:
        now = time.monotonic()
        if running.restart_at is not None:
            if now >= running.restart_at:
                running.guard, running.started_at, running.restart_at = self._spawn(running.service), now, None
            return
        status = running.guard.poll()
        if status is None:
            return
        if now - running.started_at > _STEADY_SECONDS:
            running.wait_seconds = _RESTART_SECONDS
        self.say(
            f"{running.service.name} ended with status {status} and starts again in {running.wait_seconds:.0f} s; "
            f"its log: {running.service.log_path}"
        )
        running.restart_at = now + running.wait_seconds
        running.wait_seconds = min(running.wait_seconds * 2, _LONGEST_RESTART_SECONDS)


def airflow_services(folder: Path, port: int) -> list[Service]:
    """Airflow's services for one machine, without the log servers of `airflow standalone`, which listen everywhere."""
    airflow = (sys.executable, "-m", "airflow")
    commands = {
        "api-server": ("api-server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        "scheduler": ("scheduler", "--skip-serve-logs"),
        "triggerer": ("triggerer", "--skip-serve-logs"),
        "dag-processor": ("dag-processor",),
    }
    return [
        Service(name, (*airflow, *arguments), folder / "services" / f"{name}.log")
        for name, arguments in commands.items()
    ]


def wait_for(condition: Callable[[], bool], seconds: float, what: str, log_folder: Path) -> None:
    """Wait until a condition holds; raises Transient that names where to look when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Transient(f"{what} is not up after {seconds:.0f} s; see the logs in {log_folder}")
        time.sleep(0.5)


def _guard(command: Sequence[str]) -> int:
    """Run one service until it ends or standard input closes; end its process group in either case."""
    service = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603

    def end(*_: object) -> None:
        _end_group(service)

    def watch_supervisor() -> None:
        while os.read(sys.stdin.fileno(), 64):
            pass
        _end_group(service)

    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=watch_supervisor, daemon=True).start()
    status = service.wait()
    _end_group(service)
    return status


def _end_group(service: subprocess.Popen[bytes]) -> None:
    """End the service and everything it started: first asked, then, after a grace, killed."""
    for sign, seconds in ((signal.SIGTERM, _GRACE_SECONDS), (signal.SIGKILL, 2.0)):
        deadline = time.monotonic() + seconds
        while _is_alive(service):
            try:
                os.killpg(service.pid, sign)
            except ProcessLookupError:
                return
            _wait_briefly(service)
            if time.monotonic() > deadline:
                break


def _is_alive(service: subprocess.Popen[bytes]) -> bool:
    service.poll()
    try:
        os.killpg(service.pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_briefly(service: subprocess.Popen[bytes]) -> None:
    try:
        service.wait(1.0)
    except subprocess.TimeoutExpired:
        return
    time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(_guard(sys.argv[1:]))
