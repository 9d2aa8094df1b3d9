"""Time expressions that mean one day: "24 February 2022", "Friday, Oct. 23", "on Monday", "Christmas Eve"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.annotate import dates_calendar as calendar
from pipeline.annotate.dates_calendar import WEEKDAYS
from pipeline.annotate.dates_setting import DIRECTION, Setting, is_capitalised, month_number

FIXED_DAYS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "boxing day": (12, 26),
    "valentine's day": (2, 14),
    "may day": (5, 1),
    "halloween": (10, 31),
}


def iso_day(match: re.Match[str], _: Setting) -> str | None:
    """ "2024-02-13"."""
    return calendar.day(int(match["year"]), int(match["number"]), int(match["day"]))


def slashed(match: re.Match[str], setting: Setting) -> str | None:
    """10/30/89 or 30/10/1989: the reading nearest to the anchor, month first where both fit."""
    anchor = setting.origin
    first, second, digits = int(match["first"]), int(match["second"]), match["digits"]
    year = int(digits) if len(digits) == 4 else calendar.full_year(int(digits), anchor)
    readings = [calendar.day(year, first, second), calendar.day(year, second, first)]
    valid = [reading for reading in readings if reading]
    return min(valid, key=lambda value: abs((date.fromisoformat(value) - anchor).days)) if valid else None


def full_day(match: re.Match[str], _: Setting) -> str | None:
    """ "February 13, 2024", "13 Feb 2024"."""
    return calendar.day(int(match["year"]), month_number(match), int(match["day"]))


def day_of_relative_year(match: re.Match[str], setting: Setting) -> str | None:
    """ "October 23 of last year"."""
    year = setting.origin.year + DIRECTION[match["side"].lower()]
    return calendar.day(year, month_number(match), int(match["day"]))


def last_day_of_month(match: re.Match[str], setting: Setting) -> str | None:
    """ "last October 23": the one before the anchor."""
    anchor, number, day = setting.origin, month_number(match), int(match["day"])
    return calendar.day(calendar.year_of_month(anchor - timedelta(days=1), number, -1, day), number, day)


def day_of_month(match: re.Match[str], setting: Setting) -> str | None:
    """ "October 23": the last or the next one, as the clause looks."""
    anchor, number, day = setting.origin, month_number(match), int(match["day"])
    year = calendar.year_of_month(anchor, number, setting.direction, day)
    value = calendar.day(year, number, day)
    if value is None:
        return None
    # Near the day of publication the tense says little: take the nearest such day.
    near = [calendar.day(y, number, day) for y in (anchor.year - 1, anchor.year, anchor.year + 1)]
    close = [v for v in near if v and abs((date.fromisoformat(v) - anchor).days) <= 45]
    return close[0] if close else value


def weekday_and_day(match: re.Match[str], setting: Setting) -> str | None:
    """ "Friday, Oct. 23": of the years around the anchor the one in which the day is that weekday."""
    anchor, number, day = setting.origin, month_number(match), int(match["day"])
    wanted = WEEKDAYS[match["weekday"].lower().rstrip(".")]
    near = [calendar.day(anchor.year + shift, number, day) for shift in (0, -1, 1, -2, 2)]
    fitting = [value for value in near if value and date.fromisoformat(value).weekday() == wanted]
    if not fitting:
        return day_of_month(match, setting)
    return min(fitting, key=lambda value: abs((date.fromisoformat(value) - anchor).days))


def first_day(match: re.Match[str], setting: Setting) -> str | None:
    """The 24 of "24 and 25 February"."""
    return full_day(match, setting) if match["year"] else day_of_month(match, setting)


def second_day(match: re.Match[str], setting: Setting) -> str | None:
    """The 25 of "April 24 and 25"."""
    first = first_day(match, setting)
    return calendar.day(int(first[:4]), int(first[5:7]), int(match["second"])) if first else None


def relative_day(match: re.Match[str], setting: Setting) -> str | None:
    """ "yesterday", "the day after tomorrow"."""
    word = re.sub(r"\s+", " ", match["word"].lower())
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(word, 0)
    return (setting.origin + timedelta(days=shift)).isoformat()


def weekday(match: re.Match[str], setting: Setting) -> str | None:
    """ "Monday", "next Monday": of this week, or the last or the next one."""
    if not is_capitalised(match, "weekday"):
        return None
    anchor, number = setting.origin, WEEKDAYS[match["weekday"].lower().rstrip(".")]
    side = (match["side"] or "").lower()
    if side in {"last", "past", "previous"}:
        return calendar.weekday(anchor - timedelta(days=1), number, -1)
    if side in {"next", "coming", "following"}:
        return calendar.weekday(anchor + timedelta(days=1), number, 1)
    if side == "this":
        monday = anchor - timedelta(days=anchor.weekday())
        return (monday + timedelta(days=number)).isoformat()
    return calendar.weekday(anchor, number, setting.direction)


def same_day(_: re.Match[str], setting: Setting) -> str | None:
    """ "later that same day", "the second day of the strike": the anchor itself."""
    return setting.origin.isoformat()


def year_end(_: re.Match[str], setting: Setting) -> str | None:
    """ "year-end": the 31st of December behind, or ahead of a clause that looks ahead."""
    year = setting.origin.year if setting.is_future else setting.origin.year - 1
    return calendar.day(year, 12, 31)


def named_day(match: re.Match[str], setting: Setting) -> str | None:
    """Christmas, or election day in the United States: the last or the next one."""
    anchor, name = setting.origin, re.sub(r"\s+", " ", match["name"].lower().replace("’", "'"))
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [date(year, *FIXED_DAYS[name]) if name in FIXED_DAYS else _election_day(year) for year in years]
    if name not in FIXED_DAYS:
        days = [day for day in days if day.year % 2 == 0]
    if setting.is_future or re.search(
        r"\b(?:to|until|before|by|till)\s+$", match.string[: match.start()], re.IGNORECASE
    ):
        return next((day.isoformat() for day in days if day >= anchor), None)
    return next((day.isoformat() for day in reversed(days) if day <= anchor), None)


def _election_day(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)
