"""Time expressions that refer to others: "that year", "a year earlier" in a report on a quarter, "the day before"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pipeline.annotate.dates_calendar import WEEKDAYS
from pipeline.annotate.dates_rules import plain_expressions

YEAR_AGO = re.compile(r"(?:a|one)\s+year\s+(?:ago|earlier)", re.IGNORECASE)
YEAR_AGO_PERIOD = re.compile(r"\b(?:the\s+)?year[-\s](?:ago|earlier)(?:\s+(?:quarter|period))?\b", re.IGNORECASE)
SAME_PERIOD = re.compile(r"\b(?:the|this|the\s+latest|its\s+latest)\s+(?:quarter|period)\b", re.IGNORECASE)
THAT_UNIT = re.compile(
    r"\b(?:(?:later|earlier)\s+)?that\s+(?:same\s+|very\s+)?(?P<unit>day|month|year)\b", re.IGNORECASE
)

DAY_LENGTH = len("2024-01-31")
PREVIOUS_WEEKDAY = re.compile(
    r"(?:the\s+)?(?:previous|preceding)\s+(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b\.?",
    re.IGNORECASE,
)
APPOSED_DAY = re.compile(
    r",\s+(?P<day>the\s+day)(?=\s+(?:before|after|when|that|on\s+which))"
)  # "Oct. 12, the day before"
THE_QUARTER_OF = re.compile(r"\bthe\s+(?P<year>(?:19|20)\d\d)\s+(?:quarter|period)\b", re.IGNORECASE)


def expressions(text: str, anchor: date | None, is_future: Callable[[int], bool]) -> Iterator[tuple[int, int, str]]:
    """Start, end and value of each time expression, in the order of the text, without overlaps.

    `is_future` tells for an offset whether its clause looks ahead.
    """
    yield from _in_context(text, plain_expressions(text, anchor, is_future), anchor)


def _weekday_before(text: str, match_start: int, value: str, found: list[tuple[int, int, str]]) -> str:
    """ "The previous Friday": the one before the Friday that the text has named already."""
    told = {known for start, _, known in found if start < match_start}
    return (date.fromisoformat(value) - timedelta(days=7)).isoformat() if value in told else value


def _of_the_quarter(
    text: str, found: list[tuple[int, int, str]], placed: list[tuple[int, int, str]], anchor: date | None
) -> list[tuple[int, int, str]]:
    """What a report on a quarter refers to it with: "a year earlier", "the quarter", "the 1988 period"."""
    quarters = [value for _, _, value in found if re.fullmatch(r"\d{4}-Q\d", value)]
    begun = f"{anchor.year}-Q{(anchor.month - 1) // 3 + 1}" if anchor is not None else ""
    quarters = [value for value in quarters if value <= begun] or quarters  # reports are on what is behind
    quarter = max(quarters, key=lambda value: (quarters.count(value), value), default=None)
    if quarter is None:
        return placed
    year_before = f"{int(quarter[:4]) - 1}{quarter[4:]}"
    placed = [(s, e, year_before if YEAR_AGO.fullmatch(text, s, e) else value) for s, e, value in placed]
    placed += [(*match.span(), year_before) for match in YEAR_AGO_PERIOD.finditer(text)]
    for match in SAME_PERIOD.finditer(text):
        before = [value for start, _, value in found if start < match.start() and value in quarters]
        placed.append((*match.span(), before[-1] if before else quarter))
    spelled = {match.start("year") for match in THE_QUARTER_OF.finditer(text)}
    return [(s, e, value + quarter[4:] if s in spelled and value == text[s:e] else value) for s, e, value in placed]


def _in_context(text: str, found: list[tuple[int, int, str]], anchor: date | None) -> Iterator[tuple[int, int, str]]:
    """Expressions that refer to others: "a year earlier" in a report on a quarter, "later that year"."""
    known = [(start, end) for start, end, _ in found]
    found = [
        (s, e, _weekday_before(text, s, value, found) if PREVIOUS_WEEKDAY.match(text, s, e) else value)
        for s, e, value in found
    ]
    placed = list(found)
    for match in APPOSED_DAY.finditer(text):
        named = next((value for _, end, value in found if end == match.start() and len(value) == DAY_LENGTH), None)
        if named is not None:
            placed.append((*match.span("day"), named))
    placed = _of_the_quarter(text, found, placed, anchor)
    for match in THAT_UNIT.finditer(text):
        before = [value for start, _, value in found if start < match.start() and re.match(r"\d{4}", value)]
        value = before[-1][: {"day": 10, "month": 7, "year": 4}[match["unit"].lower()]] if before else ""
        if value:
            placed.append((*match.span(), value))
    last = -1
    for start, end, value in sorted(placed, key=lambda item: (item[0], (item[0], item[1]) not in known, -item[1])):
        if start >= last:
            yield start, end, value
            last = end
