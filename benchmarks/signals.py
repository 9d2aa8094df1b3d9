"""Planted bursts found and false alarms raised by `wirewatch signals`, beside two simple rules on the same series.

    python benchmarks/signals.py                 # 200 series of a year
    python benchmarks/signals.py --series 40

Half of the series are Poisson, half over-dispersed (variance 1.5 times the mean), at 0.3 to 20 matching articles a day.
Bursts last two days, at three times the expectation and at least 5 matching articles; found = an alert on either day.
A false alarm is an alert on any day outside of a burst. The rules are put at the threshold that gives our false alarms.
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
Score = Callable[[list[DayCount]], list[float]]


@dataclass
class Series:
    """A simulated series with the first days of its bursts."""

    level: float
    is_poisson: bool
    counts: list[DayCount]
    bursts: list[int]


def simulate(number: int, seed: int) -> Series:
    """Series `number`: a year after a burn-in, with a burst every 60 days or so."""
    chance = np.random.default_rng([seed, number])
    level, is_poisson = LEVELS[number % len(LEVELS)], number // len(LEVELS) % 2 == 0
    totals = chance.poisson(400, DAYS)
    means = level * totals / 400
    drawn = chance.poisson(means) if is_poisson else chance.negative_binomial(means / 0.5, 1 / 1.5)
    bursts = [int(start + chance.integers(0, 20)) for start in range(BURN_IN + 20, DAYS - 25, 60)]
    for start in bursts:
        for at in range(start, start + BURST_DAYS):
            drawn[at] = max(5, round(3 * means[at]))
    first = date(2031, 1, 1)
    counts = [DayCount(first + timedelta(days=at), int(drawn[at]), int(totals[at])) for at in range(DAYS)]
    return Series(level, is_poisson, counts, bursts)


def our_score(counts: list[DayCount]) -> list[float]:
    """1 on days with an alert."""
    return [float(signal.alert) for signal in signals(counts)]


def mean_score(counts: list[DayCount]) -> list[float]:
    """Standard deviations above the mean share of the 28 days before."""
    return _score(counts, range(1, 29))


def weekday_score(counts: list[DayCount]) -> list[float]:
    """The same over the same weekday of the 8 weeks before."""
    return _score(counts, range(7, 63, 7))


def _score(counts: list[DayCount], lags: range) -> list[float]:
    shares = np.array([one.matching / (one.total or 1) for one in counts])
    scores = [0.0] * len(counts)
    for at in range(lags[-1], len(counts)):
        before = shares[[at - lag for lag in lags]]
        scores[at] = float((shares[at] - before.mean()) / max(before.std(ddof=1), 1e-4))
    return scores


def measure(series: list[Series], scores: list[list[float]], threshold: float) -> tuple[float, float]:
    """False alarms a series and year, and the share of the bursts found."""
    false = found = planted = 0
    for one, values in zip(series, scores, strict=True):
        burst_days = {start + at for start in one.bursts for at in range(BURST_DAYS)}
        false += sum(values[at] >= threshold for at in range(BURN_IN, DAYS) if at not in burst_days)
        found += sum(any(values[start + at] >= threshold for at in range(BURST_DAYS)) for start in one.bursts)
        planted += len(one.bursts)
    return false / len(series) / (DAYS - BURN_IN) * 365, found / planted


def at_false_alarms(series: list[Series], scores: list[list[float]], rate: float) -> float:
    """The share found by a rule at the lowest threshold that raises no more than `rate` false alarms."""
    quiet: list[float] = []
    for one, values in zip(series, scores, strict=True):
        burst_days = {start + at for start in one.bursts for at in range(BURST_DAYS)}
        quiet += [values[at] for at in range(BURN_IN, DAYS) if at not in burst_days]
    allowed = round(rate * len(series))
    threshold = sorted(quiet, reverse=True)[allowed] + 1e-9
    return measure(series, scores, threshold)[1]


def table(count: int, seed: int) -> list[tuple[Any, ...]]:
    """Rows by kind of series: our false alarms and share found, then both rules at 3 sd and at our false alarms."""
    everything = [simulate(number, seed) for number in range(count)]
    rules: tuple[Score, ...] = (our_score, mean_score, weekday_score)
    scores = [[rule(one.counts) for one in everything] for rule in rules]
    groups = [("all", list(range(count)))]
    for is_poisson in (True, False):
        for level in LEVELS:
            name = f"{'Poisson' if is_poisson else 'over-dispersed'} {level:g} a day"
            members = [at for at, one in enumerate(everything) if one.level == level and one.is_poisson == is_poisson]
            groups.append((name, members))
    rows = []
    for name, members in groups:
        chosen = [everything[at] for at in members]
        ours, mean, weekday = ([values[at] for at in members] for values in scores)
        false, found = measure(chosen, ours, 1.0)
        by_rule = [
            value
            for rule in (mean, weekday)
            for value in (*measure(chosen, rule, 3.0), at_false_alarms(chosen, rule, false))
        ]
        rows.append((name, false, found, *by_rule))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    heads = ("ours: false/y", "found", "mean+3sd: false/y", "found", "at ours", "weekday: false/y", "found", "at ours")
    print(f"{'series':26}" + " ".join(f"{head:>17}" for head in heads))
    for name, *values in table(given.series, given.seed):
        print(f"{name:26}" + " ".join(f"{value:17.2f}" for value in values))


if __name__ == "__main__":
    main()
