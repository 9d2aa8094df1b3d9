"""Waits for what other processes bring about, without a guess of how long they take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def eventually(look: Callable[[], Any], seconds: float, what: str) -> Any:
    """The first truthy answer of `look`, asked twice a second; fails the test when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        if found := look():
            return found
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(0.5)
