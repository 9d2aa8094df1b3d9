"""`wirewatch signals`: daily counts in, expectations, surprises and alerts out, one answer per record in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from pipeline.records import DayCount
from pipeline.settings import get_settings
from pipeline.track.changes import change_weeks
from pipeline.track.signals import DayDetail, day_details

_FIELDS = ("share", "expected", "z", "surprise", "is_gap", "alert", "ewma", "cusum", "high_days", "level_change")


def answer(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Signals for a series of days; a bad record gets an answer with `error` and is left out of the series.

    `level_change`, on the first day of a week, is the ratio by which the topic's level changes from that week on.
    """
    rows = list(records)
    counts: dict[int, DayCount] = {}
    problems: dict[int, str] = {}
    last: date | None = None
    for at, row in enumerate(rows):
        try:
            count = read_count(row)
            if last is not None and count.day <= last:
                raise ValueError(f"{count.day} comes after {last}; sort the days, each once")
        except ValueError as error:
            problems[at] = str(error)
            continue
        counts[at], last = count, count.day
    series = list(counts.values())
    changes = change_weeks(series)
    details = dict(zip(counts, day_details(series, get_settings().alert_owner_groups), strict=True))
    for at, row in enumerate(rows):
        if at in problems:
            yield {"date": row.get("date"), **dict.fromkeys(_FIELDS), "error": problems[at]}
        else:
            yield _answer(details[at], changes)


def read_count(row: dict[str, Any]) -> DayCount:
    """The day of a record; a ValueError says what is wrong with it."""
    given = row.get("date")
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"date {given!r} is no day such as 2031-05-09")
    total = _number(row, "total")
    owners = _number(row, "owners")
    matching = _number(row, "matching")
    if matching is None and total is not None:
        raise ValueError(f"{day}: matching is missing; give a count, or total null for a day not collected")
    if total is not None and matching is not None and matching > total:
        raise ValueError(f"{day}: {matching} matching of {total} in total; total counts the matching ones, too")
    return DayCount(day, matching or 0, total, owners)


def _number(row: dict[str, Any], name: str) -> int | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1 or value < 0:
        raise ValueError(f"{row['date']}: {name} is {value!r}; give a whole number from 0 on, or null")
    return int(value)


def _answer(detail: DayDetail, changes: dict[date, float]) -> dict[str, Any]:
    signal = detail.signal
    monday = signal.day - timedelta(days=signal.day.weekday())
    return {
        "date": signal.day.isoformat(),
        "share": signal.share,
        "expected": signal.expected,
        "z": signal.z,
        "surprise": signal.surprise,
        "is_gap": signal.is_gap,
        "alert": signal.alert,
        "ewma": detail.ewma,
        "cusum": detail.cusum,
        "high_days": detail.high_days,
        "level_change": changes.get(signal.day) if signal.day == monday else None,
    }
