"""Planted bursts found and false alarms raised by `wirewatch signals`, beside three simple rules on the same series.

    python benchmarks/signals.py                 # 200 series of a year
    python benchmarks/signals.py --held-out      # other seeds and shapes, for a check of what was tuned on the first

Half of the series are Poisson, half over-dispersed (variance 1.5 times the mean), at 0.3 to 20 matching articles a day.
Bursts last two days, at three times the expectation and at least 5 matching articles; found = an alert on either day.
A false alarm is an alert on any day outside of a burst. The held-out series have a weekly season, a trend, a level that
rises by four fifths (whose first days count as false alarms, too), or come in clusters of articles; their bursts are drawn
around three times the expectation instead of lying on it, and last two days or one.

The rules: the mean of the 28 days before plus 3 standard deviations; the same over the same weekday of 8 weeks; and the only
rule for volumes in Media Cloud's code (web-search, mcweb/backend/sources/alerts.py, which watches sources, not topics): the
mean of the last seven days above the mean of the last 28 by 2 standard deviations. For the column "at ours" a rule is put
at the threshold that gives our false alarms.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from pipeline.records import DayCount
from pipeline.track.signals import signals

LEVELS = (0.3, 0.7, 2.0, 5.0, 20.0)
DAYS, BURN_IN = 365 + 84, 84
BURST_DAYS = 2
SHAPES = ("weekly", "trend", "shift", "clusters", "one-day bursts")
Score = Callable[[list[DayCount]], list[float]]


@dataclass
class Series:
    """A simulated series with the first days of its bursts."""

    kind: str
    counts: list[DayCount]
    bursts: list[int]
    burst_days: int = BURST_DAYS


def simulate(number: int, seed: int) -> Series:
    """Series `number`: a year after a burn-in, with a burst every 60 days or so."""
    chance = np.random.default_rng([seed, number])
    level, is_poisson = LEVELS[number % len(LEVELS)], number // len(LEVELS) % 2 == 0
    totals = chance.poisson(400, DAYS)
    means = level * totals / 400
    drawn = _draw(chance, means, is_poisson)
    bursts = _burst_starts(chance)
    for start in bursts:
        for at in range(start, start + BURST_DAYS):
            drawn[at] = max(5, round(3 * means[at]))
    return Series(f"{'Poisson' if is_poisson else 'over-dispersed'} {level:g} a day", _counts(drawn, totals), bursts)


def simulate_shape(number: int, seed: int) -> Series:
    """Series `number` of the held-out check, with a shape that `simulate` does not know."""
    chance = np.random.default_rng([seed, number])
    shape, rest = SHAPES[number % len(SHAPES)], number // len(SHAPES)
    level, is_poisson = LEVELS[rest % len(LEVELS)], rest // len(LEVELS) % 2 == 0
    days = np.arange(DAYS)
    factors = {
        "weekly": np.where(days % 7 >= 5, 0.4, 1.24),
        "trend": np.linspace(0.7, 1.6, DAYS),
        "shift": np.where(days < 260, 1.0, 1.8),
    }.get(shape, np.ones(DAYS))
    totals = chance.poisson(400, DAYS)
    means = level * factors * totals / 400
    if shape == "clusters":  # each event brings one article and some more
        drawn = np.array([count + chance.poisson(0.5 * count) for count in chance.poisson(means / 1.5)])
    else:
        drawn = _draw(chance, means, is_poisson)
    bursts, burst_days = _burst_starts(chance), 1 if shape == "one-day bursts" else BURST_DAYS
    for start in bursts:
        for at in range(start, start + burst_days):
            drawn[at] = max(5, chance.poisson(3 * means[at]))
    return Series(shape, _counts(drawn, totals), bursts, burst_days)


def _draw(chance: np.random.Generator, means: Any, is_poisson: bool) -> Any:
    return chance.poisson(means) if is_poisson else chance.negative_binomial(means / 0.5, 1 / 1.5)


def _burst_starts(chance: np.random.Generator) -> list[int]:
    return [int(start + chance.integers(0, 20)) for start in range(BURN_IN + 20, DAYS - 25, 60)]


def _counts(drawn: Any, totals: Any) -> list[DayCount]:
    first = date(2031, 1, 1)
    return [DayCount(first + timedelta(days=at), int(drawn[at]), int(totals[at])) for at in range(DAYS)]


def our_score(counts: list[DayCount]) -> list[float]:
    """1 on days with an alert."""
    return [float(signal.alert) for signal in signals(counts)]


def mean_score(counts: list[DayCount]) -> list[float]:
    """Standard deviations above the mean share of the 28 days before."""
    return _score(counts, range(1, 29))


def weekday_score(counts: list[DayCount]) -> list[float]:
    """The same over the same weekday of the 8 weeks before."""
    return _score(counts, range(7, 63, 7))


def media_cloud_score(counts: list[DayCount]) -> list[float]:
    """Standard deviations of the last seven days' mean above that of the last 28, of which they are a part."""
    matching = np.array([one.matching for one in counts], dtype=float)
    scores = [0.0] * len(counts)
    for at in range(27, len(counts)):
        month = matching[at - 27 : at + 1]
        scores[at] = float((month[-7:].mean() - month.mean()) / max(month.std(), 1e-4))
    return scores


def _score(counts: list[DayCount], lags: range) -> list[float]:
    shares = np.array([one.matching / (one.total or 1) for one in counts])
    scores = [0.0] * len(counts)
    for at in range(lags[-1], len(counts)):
        before = shares[[at - lag for lag in lags]]
        scores[at] = float((shares[at] - before.mean()) / max(before.std(ddof=1), 1e-4))
    return scores


RULES: tuple[tuple[Score, float], ...] = ((mean_score, 3.0), (weekday_score, 3.0), (media_cloud_score, 2.0))


def measure(series: list[Series], scores: list[list[float]], threshold: float) -> tuple[float, float]:
    """False alarms a series and year, and the share of the bursts found."""
    false = found = planted = 0
    for one, values in zip(series, scores, strict=True):
        burst_days = {start + at for start in one.bursts for at in range(one.burst_days)}
        false += sum(values[at] >= threshold for at in range(BURN_IN, DAYS) if at not in burst_days)
        found += sum(any(values[start + at] >= threshold for at in range(one.burst_days)) for start in one.bursts)
        planted += len(one.bursts)
    return false / len(series) / (DAYS - BURN_IN) * 365, found / planted


def at_false_alarms(series: list[Series], scores: list[list[float]], rate: float) -> float:
    """The share found by a rule at the lowest threshold that raises no more than `rate` false alarms."""
    quiet: list[float] = []
    for one, values in zip(series, scores, strict=True):
        burst_days = {start + at for start in one.bursts for at in range(one.burst_days)}
        quiet += [values[at] for at in range(BURN_IN, DAYS) if at not in burst_days]
    allowed = round(rate * len(series))
    threshold = sorted(quiet, reverse=True)[allowed] + 1e-9
    return measure(series, scores, threshold)[1]


def table(count: int, seed: int, is_held_out: bool = False) -> list[tuple[Any, ...]]:
    """Rows by kind of series: our false alarms and share found; then each rule's, and its share at our false alarms."""
    make = simulate_shape if is_held_out else simulate
    everything = [make(number, seed) for number in range(count)]
    ours = [our_score(one.counts) for one in everything]
    rules = [([rule(one.counts) for one in everything], threshold) for rule, threshold in RULES]
    groups = {"all": list(range(count))}
    for at, one in enumerate(everything):
        groups.setdefault(one.kind, []).append(at)
    rows = []
    for name, members in groups.items():
        chosen = [everything[at] for at in members]
        false, found = measure(chosen, [ours[at] for at in members], 1.0)
        by_rule: list[float] = []
        for scores, threshold in rules:
            values = [scores[at] for at in members]
            by_rule += [*measure(chosen, values, threshold), at_false_alarms(chosen, values, false)]
        rows.append((name, false, found, *by_rule))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--held-out", action="store_true", help="series of other shapes")
    given = parser.parse_args()
    print(f"{'false alarms a year / found':26} {'ours':>12}", end="")
    print("".join(f" {name + ' (at ours)':>26}" for name in ("mean + 3 sd", "weekday + 3 sd", "Media Cloud")))
    for name, false, found, *others in table(given.series, given.seed, given.held_out):
        print(f"{name:26} {false:5.2f} / {found:4.2f}", end="")
        for at in range(0, len(others), 3):
            print(f"       {others[at]:5.2f} / {others[at + 1]:4.2f} ({others[at + 2]:4.2f})", end="")
        print(flush=True)


if __name__ == "__main__":
    main()
