"""Calendar arithmetic on TIMEX3 values such as 2020-03-01, 2020-03, 2020-W10, 2020-Q1, 2020 and 199."""

from __future__ import annotations

import re
from datetime import date, timedelta

DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
MONTH = re.compile(r"^(\d{4})-(\d{2})$")
WEEK = re.compile(r"^(\d{4})-W(\d{2})")
QUARTER = re.compile(r"^(\d{4})-Q([1-4])$")
HALF = re.compile(r"^(\d{4})-H([12])$")
YEAR = re.compile(r"^(\d{4})(?:-[A-Z]{2})?$")
DECADE = re.compile(r"^(\d{3})(?:X)?$")


def start_of_value(value: str) -> tuple[date, str] | None:
    """The first day of a value and its precision (day, week, month, year); None for a value without a calendar date."""
    try:
        if found := DAY.match(value):
            return date(*(int(part) for part in found.groups())), "day"
        if found := MONTH.match(value):
            return date(int(found[1]), int(found[2]), 1), "month"
        if found := WEEK.match(value):
            return date.fromisocalendar(int(found[1]), int(found[2]), 1), "week"
        if found := QUARTER.match(value):
            return date(int(found[1]), 3 * int(found[2]) - 2, 1), "month"
        if found := HALF.match(value):
            return date(int(found[1]), 6 * int(found[2]) - 5, 1), "month"
        if found := YEAR.match(value):
            return date(int(found[1]), 1, 1), "year"
        if found := DECADE.match(value):
            return date(int(found[1]) * 10, 1, 1), "year"
    except ValueError:
        return None
    return None


def end_of_value(value: str) -> date | None:
    """The last day that a value may mean; None for a value without a calendar date."""
    if DECADE.match(value):
        return date(int(value[:3]) * 10 + 9, 12, 31)
    started = start_of_value(value)
    if started is None:
        return None
    first, precision = started
    if precision == "day":
        return first
    if precision == "week":
        return first + timedelta(days=6)
    if precision == "year":
        return date(first.year, 12, 31)
    months = 3 if QUARTER.match(value) else 6 if HALF.match(value) else 1
    following = first.month + months
    return date(first.year + (following - 1) // 12, (following - 1) % 12 + 1, 1) - timedelta(days=1)
