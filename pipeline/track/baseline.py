"""What a day of a topic should bring, judged by the days before it alone; pure arithmetic on counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from scipy.special import betainc, gammainc

from pipeline.records import DayCount

BASELINE_DAYS = 28  # days that give the expected rate; the tested day is not among them
WEEKDAY_DAYS = 56  # from so many days on, weekdays get a factor of their own; dispersion is read from these days, too
MIN_DAYS = 7  # with fewer collected days there is no expectation
_MOST_SPIKES = 0.25  # share of the baseline's days that may be left out as spikes
_SPIKE_PROBABILITY = 0.002  # a day of the baseline less probable than this beside the others is a spike
# One event brings several articles, so counts vary more than Poisson: variance over mean, and the days that it weighs.
# Without it a short or sparse series, whose own dispersion is hardly known, would pass for Poisson.
_PRIOR_DISPERSION, _PRIOR_DAYS = 1.3, 30.0
# Articles that every day is credited with. Where a panel brings a handful a day, a burst is most of the day's articles, and a
# plain share would expect it; with hundreds a day they change nothing.
_STEADYING_ARTICLES = 10
_LEAST_EVENTS = 0.5  # events that a baseline is credited with, so that an empty one does not expect 0 for certain


@dataclass(frozen=True, slots=True)
class Expectation:
    """The count expected of a day: a negative binomial with the variance dispersion * mean + mean ** 2 / events.

    The second term is what the rate itself, known from `events` matching articles, may be off.
    """

    mean: float
    dispersion: float
    events: float

    @property
    def size(self) -> float:
        """The size of the negative binomial."""
        return 1 / ((self.dispersion - 1) / self.mean + 1 / self.events)

    @property
    def deviation(self) -> float:
        """Standard deviation of the count."""
        return math.sqrt(self.dispersion * self.mean + self.mean**2 / self.events)


@dataclass(frozen=True, slots=True)
class _Level:
    """The rate per article of some days, from which the spikes are left out."""

    days: Sequence[DayCount]
    rate: float
    events: float


def tail_probability(count: int, expectation: Expectation) -> float:
    """The probability of `count` or more."""
    return _tail(count, expectation.mean, expectation.size)


def together(today: Expectation, before: Expectation) -> Expectation:
    """What two days in a row should bring; they share the error of their rate."""
    return Expectation(
        today.mean + before.mean, (today.dispersion + before.dispersion) / 2, min(today.events, before.events)
    )


def expect(history: Sequence[DayCount], day: date, total: int) -> Expectation | None:
    """The expectation for `day` with `total` articles; None with fewer than MIN_DAYS collected days before it.

    Only days of `history` before `day` are read. Earlier spikes are left out; the uncertainty of the rate widens the
    distribution.
    """
    collected = [one for one in history if one.total and day - timedelta(days=WEEKDAY_DAYS) <= one.day < day]
    recent = [one for one in collected if one.day >= day - timedelta(days=BASELINE_DAYS)]
    if len(recent) < MIN_DAYS or total <= 0:
        return None
    older = collected[: len(collected) - len(recent)]
    levels = [_level(days) for days in (recent, older) if len(days) >= MIN_DAYS]
    has_weekdays = len(levels) == 2 and collected[0].day <= day - timedelta(days=WEEKDAY_DAYS)
    factors, freedom_used = _weekday_factors(levels) if has_weekdays else ([1.0] * 7, 0.0)
    mean = levels[0].rate * (total + _STEADYING_ARTICLES) * factors[day.weekday()]
    return Expectation(mean, _dispersion(levels, factors, freedom_used), levels[0].events)


def _dispersion(levels: Sequence[_Level], factors: Sequence[float], freedom_used: float) -> float:
    """Variance over mean, at least 1, drawn towards the prior as far as the days are few."""
    freedom = sum(len(level.days) - 1 for level in levels) - freedom_used
    squares = 0.0
    for level in levels:
        for one in level.days:
            mean = level.rate * _volume(one) * factors[one.day.weekday()]
            squares += (one.matching - mean) ** 2 / mean
    return max(1.0, (squares + _PRIOR_DISPERSION * _PRIOR_DAYS) / (freedom + _PRIOR_DAYS))


def _level(days: Sequence[DayCount]) -> _Level:
    """The level without earlier bursts: the most days that are each a surprise beside all the others (after Rosner)."""
    ranked = sorted(days, key=lambda one: one.matching / _volume(one))
    # Sums over the first days of the ranking, so that each number of spikes is tried at little cost.
    matching = list(accumulate((one.matching for one in ranked), initial=0.0))
    total = list(accumulate((_volume(one) for one in ranked), initial=0.0))
    squares = list(accumulate((one.matching**2 / _volume(one) for one in ranked), initial=0.0))

    def rate_of(count: int) -> float:
        return (matching[count] + _LEAST_EVENTS) / total[count]

    kept = len(ranked)
    for count in range(kept - int(kept * _MOST_SPIKES), kept):
        rate = rate_of(count)
        excess = squares[count] / rate - 2 * matching[count] + rate * total[count]
        dispersion = (excess + _PRIOR_DISPERSION * _PRIOR_DAYS) / (count - 1 + _PRIOR_DAYS)
        least_spike = ranked[count]
        mean = rate * _volume(least_spike)
        size = mean / (dispersion - 1) if dispersion > 1 else math.inf
        if _tail(least_spike.matching, mean, size) < _SPIKE_PROBABILITY:
            kept = count
            break
    return _Level(ranked[:kept], rate_of(kept), matching[kept] + _LEAST_EVENTS)


def _weekday_factors(levels: Sequence[_Level]) -> tuple[list[float], float]:
    """How much more or less than its share each weekday brings, drawn towards 1 as far as chance explains it.

    Also the degrees of freedom that the factors take.
    """
    counts, means = [0.0] * 7, [0.0] * 7
    for level in levels:
        for one in level.days:
            counts[one.day.weekday()] += one.matching
            means[one.day.weekday()] += level.rate * _volume(one)
    spread = sum((count - mean) ** 2 - 2 * mean for count, mean in zip(counts, means, strict=True))
    variance = max(0.0, spread / sum(mean**2 for mean in means))
    trusts = [variance / (variance + 1 / mean) if mean > 0 and variance > 0 else 0.0 for mean in means]
    factors = [
        max(0.1, 1 + trust * (count / mean - 1)) if trust else 1.0
        for trust, count, mean in zip(trusts, counts, means, strict=True)
    ]
    return factors, sum(trusts) * 6 / 7


def _volume(day: DayCount) -> int:
    return (day.total or 0) + _STEADYING_ARTICLES


def _tail(count: int, mean: float, size: float) -> float:
    """The probability of `count` or more of a negative binomial; of a Poisson where the size is infinite."""
    if count <= 0:
        return 1.0
    if math.isinf(size):
        return float(gammainc(count, mean))
    return float(betainc(count, size, mean / (mean + size)))
