"""A small version of benchmarks/signals.py with pinned floors."""

from __future__ import annotations

import pytest

from benchmarks.signals import table


@pytest.mark.parametrize(("is_held_out", "most_false", "least_found"), [(False, 1.5, 0.95), (True, 2.0, 0.8)])
def test_planted_bursts_are_found_with_few_false_alarms(
    is_held_out: bool, most_false: float, least_found: float
) -> None:
    _, false, found, _, _, mean_found, _, _, weekday_found, _, _, media_cloud_found = table(20, 3, is_held_out)[0]
    assert false <= most_false
    assert found >= least_found
    assert found >= max(mean_found, weekday_found, media_cloud_found)
