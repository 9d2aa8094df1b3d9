"""Weeks at which the level of a topic changes and stays changed; pure arithmetic on counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from pipeline.records import DayCount

LEAST_WEEKS = 3  # on either side of a change
PENALTY = 8.0  # gain in log-likelihood, divided by the dispersion, that a change must bring


def change_weeks(counts: Sequence[DayCount]) -> dict[date, float]:
    """The Mondays from which on the weekly share is another, with the ratio of the level after to the level before.

    Binary segmentation by the Poisson likelihood; weeks without a collected day are passed over.
    """
    weeks: dict[date, tuple[int, int]] = {}
    for one in counts:
        if one.total:
            monday = one.day - timedelta(days=one.day.weekday())
            matching, total = weeks.get(monday, (0, 0))
            weeks[monday] = matching + one.matching, total + one.total
    mondays = sorted(weeks)
    rows = [weeks[monday] for monday in mondays]
    cuts = sorted(_cuts(rows, 0, len(rows), _dispersion(rows)))
    edges = [0, *cuts, len(rows)]
    return {
        mondays[cut]: _rate(rows[cut : edges[at + 2]]) / _rate(rows[edges[at] : cut]) for at, cut in enumerate(cuts)
    }


def _cuts(rows: Sequence[tuple[int, int]], start: int, end: int, dispersion: float) -> list[int]:
    whole = _likelihood(rows[start:end])
    gains = [
        (_likelihood(rows[start:cut]) + _likelihood(rows[cut:end]) - whole, cut)
        for cut in range(start + LEAST_WEEKS, end - LEAST_WEEKS + 1)
    ]
    gain, cut = max(gains, default=(0.0, start))
    if gain / dispersion < PENALTY:
        return []
    return [*_cuts(rows, start, cut, dispersion), cut, *_cuts(rows, cut, end, dispersion)]


def _rate(rows: Sequence[tuple[int, int]]) -> float:
    return (sum(row[0] for row in rows) + 0.5) / sum(row[1] for row in rows)


def _likelihood(rows: Sequence[tuple[int, int]]) -> float:
    return sum(row[0] for row in rows) * math.log(_rate(rows))


def _dispersion(rows: Sequence[tuple[int, int]]) -> float:
    """Variance over mean from week to week, at least 1; differences of neighbours, so that a change does not count."""
    steps = [
        (after[0] - before[0] * after[1] / before[1]) ** 2 / max(before[0] + after[0], 1)
        for before, after in pairwise(rows)
    ]
    return max(1.0, sorted(steps)[len(steps) // 2] / 0.91) if steps else 1.0
