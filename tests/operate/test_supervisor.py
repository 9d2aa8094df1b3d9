"""The supervisor with real small processes: it restarts what dies, and ends all it started and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

# A supervisor of one service, which has a child of its own; the service writes both process ids.
_SERVICE = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(600)
"""
_SUPERVISOR = """
import os, signal, sys
from pathlib import Path
from pipeline.operate.supervisor import Service, Supervisor
signal.signal(signal.SIGTERM, signal.default_int_handler)
service = Service("nap", (sys.executable, "-c", sys.argv[2], sys.argv[1]), Path(sys.argv[1]).with_suffix(".log"))
supervisor = Supervisor([service], os.environ, lambda line: print(line, flush=True))
try:
    supervisor.start()
    supervisor.wait()
except KeyboardInterrupt:
    pass
finally:
    supervisor.stop()
"""


def eventually(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def generations(path: Path) -> list[list[int]]:
    if not path.exists():
        return []
    return [[int(number) for number in line.split()] for line in path.read_text().splitlines()]


def is_running(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    path = tmp_path / "processes"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", _SUPERVISOR, str(path), _SERVICE],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert eventually(lambda: bool(generations(path)))
    yield supervisor, path
    if supervisor.poll() is None:
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(40)
    assert supervisor.stdout is not None
    supervisor.stdout.close()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_supervisors_end_ends_what_it_started_and_nothing_else(
    supervised: tuple[subprocess.Popen[str], Path], sign: signal.Signals
) -> None:
    supervisor, path = supervised
    own = [child.pid for child in psutil.Process(supervisor.pid).children(recursive=True)]
    assert set(generations(path)[0]) <= set(own)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        supervisor.send_signal(sign)
        supervisor.wait(40)
        assert eventually(lambda: not any(map(is_running, own)))
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_service_that_dies_starts_again_without_its_old_children(
    supervised: tuple[subprocess.Popen[str], Path],
) -> None:
    supervisor, path = supervised
    service, child = generations(path)[0]
    os.kill(service, signal.SIGKILL)
    assert eventually(lambda: len(generations(path)) == 2)
    assert not is_running(child)
    assert is_running(generations(path)[1][0])
    assert supervisor.stdout is not None
    assert "nap ended" in supervisor.stdout.readline()
