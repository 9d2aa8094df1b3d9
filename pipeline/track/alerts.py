"""The life of an alert: a burst opens it, further days update it, quiet days close it, then it cools down; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

CLOSE_DAYS = 3  # collected days in a row without a surprise that close an alert
COOL_DAYS = 7  # days after the closing in which no other alert opens, unless the day tops the last one's peak


@dataclass(frozen=True, slots=True)
class SignalDay:
    """A day of a topic as the alerts see it."""

    day: date
    stands_out: bool
    is_gap: bool
    is_over: bool  # false for the present day, which can open an alert but close none
    matching: int
    surprise: float


@dataclass(frozen=True, slots=True)
class Burst:
    """A run of days that stand out: one alert."""

    opened: date
    last: date
    day_count: int
    peak: date
    peak_matching: int
    peak_surprise: float
    closed: date | None = None
    quiet_until: date | None = None


def find_bursts(days: Sequence[SignalDay]) -> list[Burst]:
    """The bursts in `days`, which are in date order. A gap neither opens nor closes: nobody looked."""
    bursts: list[Burst] = []
    quiet = 0
    for day in days:
        if day.is_gap:
            continue
        current = bursts[-1] if bursts else None
        if day.stands_out:
            quiet = 0
            if current is not None and current.closed is None:
                bursts[-1] = _grown(current, day)
            elif current is None or _may_open(current, day):
                bursts.append(Burst(day.day, day.day, 1, day.day, day.matching, day.surprise))
        elif current is not None and current.closed is None and day.is_over:
            quiet += 1
            if quiet >= CLOSE_DAYS:
                until = day.day + timedelta(days=COOL_DAYS)
                bursts[-1] = replace(current, closed=day.day, quiet_until=until)
    return bursts


def _grown(burst: Burst, day: SignalDay) -> Burst:
    burst = replace(burst, last=day.day, day_count=burst.day_count + 1)
    if day.surprise > burst.peak_surprise:
        burst = replace(burst, peak=day.day, peak_matching=day.matching, peak_surprise=day.surprise)
    return burst


def _may_open(last: Burst, day: SignalDay) -> bool:
    cool = last.quiet_until is None or day.day > last.quiet_until
    return cool or day.matching > last.peak_matching
