"""What several reports of a number come to: an envelope of what independent voices say, never a sum of restatements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

# Units that hold weapons rather than are weapons: their numbers do not compare with numbers of pieces.
CONTAINERS = frozenset(
    {"container", "ton", "tonne", "shipment", "crate", "railcar", "ship", "truck", "load", "kg", "batch"}
)
ADDITIONAL = re.compile(r"\b(?:another|additional|additionally|further|more(?! than))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuantityReport:
    """What one origin says of the number, with the words of the text; reports come in time order."""

    origin: str
    minimum: float | None
    maximum: float | None
    unit: str | None
    words: str | None
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A range and the words it rests on; None is unknown at the bottom and open at the top."""

    minimum: float | None
    maximum: float | None
    unit: str | None
    words: tuple[str, ...]


def total_of(reports: Sequence[QuantityReport]) -> Total:
    """The range that holds what each origin last said, in the unit that most origins use.

    - Rates ("shells/month") are no totals: they keep their words alone.
    - A later number of one origin replaces its earlier one (a cumulative restatement), unless its words say that it
      comes on top ("another 50"), or the two are told for periods that do not overlap: then they add up.
    - "More than" leaves the top open unless a number at or above it is told.
    """
    words = tuple(dict.fromkeys(report.words for report in reports if report.words))
    counted = [report for report in reports if _is_total(report)]
    if not counted:
        return Total(None, None, None, words)
    kind = _main_kind(counted)
    counted = [report for report in counted if _kind(report.unit) == kind]
    ranges = [
        _of_origin([r for r in counted if r.origin == origin]) for origin in dict.fromkeys(r.origin for r in counted)
    ]
    lows = [low for low, _ in ranges if low is not None]
    tops = [high for _, high in ranges if high is not None]
    open_from = [low for low, high in ranges if high is None and low is not None]
    top = max(tops, default=None)
    if top is not None and open_from and max(open_from) > top:
        top = None
    units = Counter(report.unit for report in counted if report.unit)
    unit = min(units, key=lambda name: (-units[name], name)) if units else None
    return Total(min(lows, default=None), top, unit, words)


def _of_origin(reports: list[QuantityReport]) -> tuple[float | None, float | None]:
    """The latest total of one origin; its reports are in time order."""
    low, high = reports[0].minimum, reports[0].maximum
    for before, report in pairwise(reports):
        if ADDITIONAL.search(report.words or "") or _apart(before, report):
            low = None if low is None and report.minimum is None else (low or 0) + (report.minimum or 0)
            high = None if high is None or report.maximum is None else high + report.maximum
        else:
            low, high = report.minimum, report.maximum
    return low, high


def _apart(before: QuantityReport, after: QuantityReport) -> bool:
    """Whether both tell their periods and these do not touch."""
    if not (before.period_start and before.period_end and after.period_start and after.period_end):
        return False
    return before.period_end < after.period_start or after.period_end < before.period_start


def _is_total(report: QuantityReport) -> bool:
    return (report.minimum is not None or report.maximum is not None) and "/" not in (report.unit or "")


def _kind(unit: str | None) -> str:
    """The container's name in the singular, or "piece"."""
    word = (unit or "").casefold().rsplit(" ", 1)[-1]
    singular = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    singular = {"batche": "batch", "tonne": "ton"}.get(singular, singular)
    return singular if singular in CONTAINERS else "piece"


def _main_kind(reports: list[QuantityReport]) -> str:
    """The kind of unit that most origins use; pieces among equals."""
    origins = {(report.origin, _kind(report.unit)) for report in reports}
    counts = Counter(kind for _, kind in origins)
    return min(counts, key=lambda kind: (-counts[kind], kind != "piece", kind))
