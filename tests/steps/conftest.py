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

ANCHOR_DAY = date(2026, 3, 9)
DAY = date(2026, 3, 8)  # the day that the tests collect: the day before the anchor day

# Runs the steps named in its arguments, for tests that kill it.
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


def start_cycle(writer: str, room: RunningNewsroom, steps: str = "all") -> subprocess.Popen[bytes]:
    """Start the steps for DAY in a process of its own; small batches, so that a kill finds work half done."""
    environment = {
        **os.environ,
        "WIREWATCH_PROFILE": "demo",
        "WIREWATCH_LOCAL_SOURCES": room.local_sources,
        "WIREWATCH_MIN_HOST_GAP_SECONDS": "0",
        "WIREWATCH_BATCH_SIZE": "6",
        "WIREWATCH_TEST_WAREHOUSE": writer,
    }
    return subprocess.Popen(
        [sys.executable, str(CYCLE), room.newsroom.anchor_day.isoformat(), evening().isoformat(), steps],
        env=environment,
        stdin=subprocess.PIPE,
    )
