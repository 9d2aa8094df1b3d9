"""The rehearsal of `make cluster` as a test: ten minutes of real services, so that it runs where it is asked for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKED = "WIREWATCH_TEST_CLUSTER"


@pytest.mark.timeout(3000)
@pytest.mark.skipif(not os.environ.get(ASKED), reason=f"takes ten minutes of two cores; set {ASKED}=1 to run it")
@pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="there is no redis-server; apt-get install redis-server"
)
def test_two_workers_one_killed_end_with_the_rows_of_an_undisturbed_run() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docker" / "cluster.py")], capture_output=True, text=True, check=False, timeout=2900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rows equal to the single run: yes" in done.stdout
    assert "secrets in the logs: none" in done.stdout
    workers = re.search(r"tasks per worker: (.+)", done.stdout)
    assert workers is not None
    assert len(workers[1].split(",")) == 2, workers[1]
