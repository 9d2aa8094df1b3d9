"""What a day of a topic should bring, judged by the days before it alone; pure arithmetic on counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.special import betainc, gammainc

from pipeline.records import DayCount

BASELINE_DAYS = 28  # days that give the expected rate; the tested day is not among them
WEEKDAY_DAYS = 56  # from so many days on, weekdays get a factor of their own; dispersion is read from these days, too
MIN_DAYS = 7  # with fewer collected days there is no expectation
_MOST_SPIKES = 0.25  # share of the baseline's days that may be left out as spikes
_SPIKE_PROBABILITY = 0.002  # a day of the baseline less probable than this beside the others is a spike
_PRIOR_DISPERSION, _PRIOR_WEIGHT = 0.03, 30.0  # news is a little over-dispersed; the prior steadies short series
_LEAST_EVENTS = 0.5  # events that a baseline is credited with, so that an empty one does not expect 0 for certain


@dataclass(frozen=True, slots=True)
class Expectation:
    """The count expected of a day, and the size of the negative binomial that it follows (inf = Poisson)."""

    mean: float
    size: float

    @property
    def deviation(self) -> float:
        """Standard deviation of the count."""
        return math.sqrt(self.mean + self.mean**2 / self.size)


def tail_probability(count: int, expectation: Expectation) -> float:
    """The probability of `count` or more."""
    if count <= 0:
        return 1.0
    if math.isinf(expectation.size):
        return float(gammainc(count, expectation.mean))
    return float(betainc(count, expectation.size, expectation.mean / (expectation.mean + expectation.size)))


def expect(history: Sequence[DayCount], day: date, total: int) -> Expectation | None:
    """The expectation for `day` with `total` articles; None with fewer than MIN_DAYS collected days before it.

    Only days of `history` before `day` are read. Earlier spikes are left out; the uncertainty of the rate widens the
    distribution.
    """
    collected = [one for one in history if one.total and day - timedelta(days=WEEKDAY_DAYS) <= one.day < day]
    recent = [one for one in collected if one.day >= day - timedelta(days=BASELINE_DAYS)]
    if len(recent) < MIN_DAYS or total <= 0:
        return None
    kept = _without_spikes(recent)
    rate, dispersion = _fit(kept)
    older = collected[: len(collected) - len(recent)]
    factor = 1.0
    if len(older) >= MIN_DAYS:
        kept_older = _without_spikes(older)
        older_rate, older_dispersion = _fit(kept_older)
        dispersion = (dispersion * len(kept) + older_dispersion * len(kept_older)) / (len(kept) + len(kept_older))
        if collected[0].day <= day - timedelta(days=WEEKDAY_DAYS):
            expected = [(one, rate) for one in kept] + [(one, older_rate) for one in kept_older]
            factor = _weekday_factor(expected, day.isoweekday())
    events = sum(one.matching for one in kept) + _LEAST_EVENTS
    uncertainty = dispersion + dispersion / len(kept) + 1 / events
    return Expectation(rate * total * factor, 1 / uncertainty)


def _fit(days: Sequence[DayCount]) -> tuple[float, float]:
    """Rate per article, and dispersion a of the variance m + a * m ** 2."""
    articles = sum(one.total or 0 for one in days)
    rate = (sum(one.matching for one in days) + _LEAST_EVENTS) / articles
    means = [rate * (one.total or 0) for one in days]
    excess = sum((one.matching - mean) ** 2 - mean for one, mean in zip(days, means, strict=True))
    excess *= len(days) / (len(days) - 1)
    weight = sum(mean**2 for mean in means)
    return rate, max(0.0, (excess + _PRIOR_DISPERSION * _PRIOR_WEIGHT) / (weight + _PRIOR_WEIGHT))


def _without_spikes(days: Sequence[DayCount]) -> list[DayCount]:
    """The days without earlier bursts: the most days that are each a surprise beside all the others (after Rosner)."""
    by_share = sorted(days, key=lambda one: one.matching / (one.total or 1))
    for spikes in range(int(len(days) * _MOST_SPIKES), 0, -1):
        others, least_spike = by_share[:-spikes], by_share[-spikes]
        rate, dispersion = _fit(others)
        expectation = Expectation(rate * (least_spike.total or 0), 1 / dispersion if dispersion else math.inf)
        if tail_probability(least_spike.matching, expectation) < _SPIKE_PROBABILITY:
            return sorted(others, key=lambda one: one.day)
    return list(days)


def _weekday_factor(expected: Sequence[tuple[DayCount, float]], weekday: int) -> float:
    """How much more or less than its share the weekday brings, drawn towards 1 as far as chance explains it."""
    counts, means = [0.0] * 8, [0.0] * 8
    for one, rate in expected:
        counts[one.day.isoweekday()] += one.matching
        means[one.day.isoweekday()] += rate * (one.total or 0)
    if means[weekday] <= 0:
        return 1.0
    spread = sum((count - mean) ** 2 - 2 * mean for count, mean in zip(counts, means, strict=True))
    variance = max(0.0, spread / sum(mean**2 for mean in means))
    trust = variance / (variance + 1 / means[weekday])
    return max(0.1, 1 + trust * (counts[weekday] / means[weekday] - 1))
