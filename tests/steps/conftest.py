"""A newsroom on loopback, and one day of it brought through all steps in a process that can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.sample.server import RunningNewsroom, start
from tests.steps.cycle_process import cycle_settings

ANCHOR_DAY = date(2026, 3, 9)
DAY = date(2026, 3, 8)  # the day that the tests collect: the day before the anchor day

# Runs the step named in its arguments, for tests that kill it.
CYCLE = Path(__file__).with_name("cycle_process.py")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[RunningNewsroom]:
    """The sample newsroom as it is on the evening of DAY."""
    with start(ANCHOR_DAY) as room:
        room.set_clock(evening())
        yield room


def evening() -> datetime:
    """When the tests collect DAY."""
    return datetime(DAY.year, DAY.month, DAY.day, 23, 30, tzinfo=UTC)


def start_step(writer: str, room: RunningNewsroom, step: str, code: Path | None = None) -> subprocess.Popen[bytes]:
    """Start one step for DAY in a process of its own; `code` is a folder with another version of the package to run."""
    settings = {**cycle_settings(room.local_sources), "WIREWATCH_TEST_WAREHOUSE": writer}
    if code is not None:
        settings["PYTHONPATH"] = str(code)
    return subprocess.Popen(
        [sys.executable, str(CYCLE), step, evening().isoformat()],
        env={**os.environ, **settings},
    )
