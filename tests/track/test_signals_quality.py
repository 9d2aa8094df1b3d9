"""A small version of benchmarks/signals.py with pinned floors."""

from __future__ import annotations

from benchmarks.signals import table


def test_planted_bursts_are_found_with_few_false_alarms() -> None:
    _, false, found, _, _, mean_found, _, _, weekday_found = table(20, seed=3)[0]
    assert false <= 2.5
    assert found >= 0.88
    assert found >= mean_found
    assert found >= weekday_found
