"""A short run of the fuzzing that `make fuzz` does for longer."""

from __future__ import annotations

from tests.extract.fuzz import prepared


def test_random_pages_neither_crash_nor_hang_nor_break_an_offset() -> None:
    prepared(100, is_fixed=True)()
