"""What a time expression is resolved against, and how months and directions are read off its pattern."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.annotate.dates_calendar import MONTHS

# Units from the anchor that a word of direction means.
DIRECTION = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "same": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an expression stands: the anchor day (None if unknown) and whether its clause looks ahead."""

    anchor: date | None
    is_future: bool

    @property
    def direction(self) -> int:
        """1 for a clause that looks ahead, else -1."""
        return 1 if self.is_future else -1

    @property
    def origin(self) -> date:
        """The anchor of a rule that needs one."""
        if self.anchor is None:
            raise ValueError("a relative date was resolved without an anchor")
        return self.anchor


Resolver = Callable[[re.Match[str], Setting], str | None]


def month_number(match: re.Match[str]) -> int:
    """The number of the month that the pattern has read: 2 for "Feb."."""
    return MONTHS[match["month"].lower().rstrip(".")]


def is_capitalised(match: re.Match[str], name: str) -> bool:
    """Months and weekdays are names; "may", "march", "sun" and "sat" in small letters are other words."""
    return match[name][:1].isupper()
