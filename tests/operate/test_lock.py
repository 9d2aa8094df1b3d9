"""What must not run twice in one home does not: a second process is told so; a killed one blocks nobody."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.operate.airflow_home import free_port, is_free
from pipeline.operate.lock import only_one
from pipeline.operate.up import up
from pipeline.settings import Settings

HOLDER = """
import sys, time
from pathlib import Path
from pipeline.operate.lock import only_one
from pipeline.settings import Settings
with only_one(Settings(home=Path(sys.argv[1])), "up"):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ConfigurationError, match=r"running in .* already"), only_one(settings, "up"):
            pass
        with only_one(settings, "demo"):
            pass
        holder.kill()
    with only_one(settings, "up"):
        pass


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not is_free(port)
        assert free_port(port) > port
        with pytest.raises(ConfigurationError, match=f"Port {port} is in use"):
            up(Settings(home=tmp_path), port)
    assert is_free(port)
