"""How surprising each day of a topic is, and whether it is worth an alert; pure functions on daily counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.records import DayCount, Signal
from pipeline.track.baseline import Expectation, expect, tail_probability, together

ALERT_SURPRISE = 2.8  # of one day: one day in 600 by chance
PAIR_SURPRISE = 2.4  # of a day together with the day before it
RUN_SURPRISE = 1.0  # of a day and of the day before it, each: noise seldom lasts, bursts do
LEAST_RATIO = 2.0  # of count to expectation; a smaller rise, however sure, is no burst
LEAST_MATCHING = 5  # matching articles below which no day alerts
LEAST_ORIGINALS = 3  # of them that are no copies
ORIGINALS_SURPRISE = 2.0  # of these alone: enough to tell a burst from a storm of copies
EWMA_WEIGHT = 0.3
CUSUM_SLACK = 0.5  # standard deviations that a day may lie above its expectation without adding to the sum
MEMORY_DAYS = 14  # that EWMA and CUSUM look back
HIGH_FLOOR = 5  # matching articles below which a day is no high
HIGH_DAYS = 365
_LEAST_PROBABILITY = 1e-300


@dataclass(frozen=True, slots=True)
class DayDetail:
    """What stands behind a signal; `high_days` is the number of days that the day exceeds, None under the floor."""

    signal: Signal
    ewma: float | None
    cusum: float | None
    high_days: int | None


def signals(counts: Sequence[DayCount], owner_groups: int = 3) -> list[Signal]:
    """One signal for each day of `counts`, which are in date order; missing days are gaps."""
    return [detail.signal for detail in day_details(counts, owner_groups)]


def day_details(counts: Sequence[DayCount], owner_groups: int = 3, since: date | None = None) -> list[DayDetail]:
    """The signals with their running statistics from the day `since` on; expected is a count of matching articles.

    Where the owners of a day are known, it alerts only with `owner_groups` of them or more; where the originals are
    known, only if they stand out, too, beside the originals of the days before: a storm of copies is no news.
    """
    details: list[DayDetail] = []
    expectations: dict[int, Expectation | None] = {}
    # The running statistics of the first day asked for look back on the scores of the days before it.
    first = date.min if since is None else since - timedelta(days=MEMORY_DAYS)
    for at, count in enumerate(counts):
        if count.day < first:
            continue
        expectation = expectations[at] = _expect_at(counts, at)
        is_gap = count.total is None
        share = count.matching / count.total if count.total else None
        if expectation is None:
            signal = Signal(count.day, share, None, None, None, is_gap, False)
            details.append(DayDetail(signal, None, None, None))
            continue
        z = (count.matching - expectation.mean) / expectation.deviation
        alert = (
            _stands_out(counts, at, expectations)
            and (count.owners is None or count.owners >= owner_groups)
            and _originals_stand_out(counts, at)
        )
        signal = Signal(count.day, share, expectation.mean, z, _surprise(count.matching, expectation), is_gap, alert)
        recent = [
            one.signal.z
            for one in details[max(0, len(details) - MEMORY_DAYS + 1) :]
            if one.signal.z is not None and one.signal.day > count.day - timedelta(days=MEMORY_DAYS)
        ]
        details.append(DayDetail(signal, *_running([*recent, z]), _high_days(counts, at)))
    return [one for one in details if since is None or one.signal.day >= since]


def _expect_at(counts: Sequence[DayCount], at: int) -> Expectation | None:
    return expect(counts[max(0, at - 60) : at], counts[at].day, counts[at].total or 0)


def _stands_out(
    counts: Sequence[DayCount],
    at: int,
    expectations: Mapping[int, Expectation | None],
    least: int = LEAST_MATCHING,
    least_surprise: float = ALERT_SURPRISE,
) -> bool:
    """Whether the day is a burst: by itself, together with the day before, or as the second surprise in a row."""
    matching, today = counts[at].matching, expectations[at]
    if today is None or matching < least or matching < LEAST_RATIO * today.mean:
        return False
    surprise = _surprise(matching, today)
    if surprise >= least_surprise:
        return True
    before = expectations.get(at - 1)
    if before is None or counts[at].day - counts[at - 1].day != timedelta(days=1):
        return False
    matching_before = counts[at - 1].matching
    return (
        min(surprise, _surprise(matching_before, before)) >= RUN_SURPRISE
        or _surprise(matching + matching_before, together(today, before)) >= PAIR_SURPRISE
    )


def _originals_stand_out(counts: Sequence[DayCount], at: int) -> bool:
    """The rule of the alert on the articles that are no copies; true where they are not known."""
    if counts[at].originals is None:
        return True
    days = [
        replace(one, matching=one.matching if one.originals is None else one.originals)
        for one in counts[max(0, at - 61) : at + 1]
    ]
    places = range(max(0, len(days) - 2), len(days))
    expectations = {place: _expect_at(days, place) for place in places}
    return _stands_out(days, len(days) - 1, expectations, LEAST_ORIGINALS, ORIGINALS_SURPRISE)


def _surprise(count: int, expectation: Expectation) -> float:
    return -math.log10(max(tail_probability(count, expectation), _LEAST_PROBABILITY)) + 0.0


def _running(scores: Sequence[float]) -> tuple[float, float]:
    """EWMA and one-sided CUSUM of z scores, in standard deviations."""
    ewma = cusum = 0.0
    for score in scores:
        ewma += EWMA_WEIGHT * (score - ewma)
        cusum = max(0.0, cusum + score - CUSUM_SLACK)
    return ewma, cusum


def _high_days(counts: Sequence[DayCount], at: int) -> int | None:
    """How many days back no day brought as many, up to HIGH_DAYS; None under HIGH_FLOOR."""
    count = counts[at]
    if count.matching < HIGH_FLOOR:
        return None
    for other in reversed(counts[:at]):
        if count.day - other.day > timedelta(days=HIGH_DAYS):
            return HIGH_DAYS
        if other.total is not None and other.matching >= count.matching:
            return (count.day - other.day).days - 1
    return min(HIGH_DAYS, (count.day - counts[0].day).days)
