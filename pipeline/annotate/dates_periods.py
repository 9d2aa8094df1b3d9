"""Time expressions that mean more than a day: weeks, months, quarters, seasons, years, decades, and counts of them."""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.annotate import dates_calendar as calendar
from pipeline.annotate.dates_calendar import NUMBERS, QUARTERS, SEASONS
from pipeline.annotate.dates_setting import DIRECTION, Setting, is_capitalised, month_number
from pipeline.annotate.quantities import TENS

THURSDAY = 3  # as date.weekday() counts


def month_of_year(match: re.Match[str], _: Setting) -> str | None:
    """ "February 2024"."""
    return calendar.month(int(match["year"]), month_number(match))


def month_of_relative_year(match: re.Match[str], setting: Setting) -> str | None:
    """ "February of last year"."""
    return calendar.month(setting.origin.year + DIRECTION[match["side"].lower()], month_number(match))


def side_month(match: re.Match[str], setting: Setting) -> str | None:
    """ "last February", "next May"."""
    anchor, number = setting.origin, month_number(match)
    direction = DIRECTION[match["side"].lower()]
    if direction == 0:
        year = anchor.year
    elif direction < 0:
        year = anchor.year if number < anchor.month else anchor.year - 1
    else:
        year = anchor.year if number > anchor.month else anchor.year + 1
    return calendar.month(year, number)


def bare_month(match: re.Match[str], setting: Setting) -> str | None:
    """ "in February": the last or the next one, as the clause looks."""
    if not is_capitalised(match, "month"):
        return None
    if match["month"].lower() in {"may", "march", "mar", "sep", "jan", "jun", "jul", "dec"} and not match["lead"]:
        return None  # "May" and "March" are verbs and names too, and short forms stand with a day
    anchor, number = setting.origin, month_number(match)
    lead = (match["lead"] or "").lower()
    direction = 1 if lead.startswith(("by", "until", "through")) else setting.direction
    return calendar.month(calendar.year_of_month(anchor, number, direction), number)


def month_of_spelled_year(match: re.Match[str], setting: Setting) -> str | None:
    """ "February nineteen ninety-six"."""
    year = spelled_year(match, setting)
    return calendar.month(int(year), month_number(match)) if year else None


def plain_year(match: re.Match[str], _: Setting) -> str | None:
    """ "1996"."""
    return match["year"]


def spelled_year(match: re.Match[str], _: Setting) -> str | None:
    """ "nineteen ninety-six", "two thousand"."""
    if match["thousand"]:
        return str(2000 + (NUMBERS.get((match["rest"] or "").lower()) or 0))
    century = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[match["century"].lower()]
    tens = TENS.get(match["tens"].lower())
    ones = NUMBERS.get((match["ones"] or "zero").lower())
    return None if tens is None or ones is None else str(century + tens + ones)


def nineties(match: re.Match[str], setting: Setting) -> str | None:
    """ "the nineties", "the mid-eighties"."""
    return str(calendar.full_year(TENS[match["word"].lower().removesuffix("ies") + "y"], setting.origin) // 10)


def decade(match: re.Match[str], _: Setting) -> str | None:
    """ "the 1990s"."""
    return match["decade"]


def short_decade(match: re.Match[str], setting: Setting) -> str | None:
    """ "the '90s"."""
    return str(calendar.full_year(int(match["digit"]) * 10, setting.origin) // 10)


def nth_century(match: re.Match[str], _: Setting) -> str | None:
    """ "the 19th century"."""
    return str(int(match["number"]) - 1)


def quarter_of_year(match: re.Match[str], setting: Setting) -> str | None:
    """ "the third quarter of 1996", "the first quarter": of a year that is named, or the last or the next one."""
    number = QUARTERS[match["quarter"].lower()]
    if match["year"]:
        return f"{match['year']}-Q{number}"
    anchor = setting.origin
    side = DIRECTION.get((match["side"] or "").lower())
    if side is not None:
        return f"{anchor.year + side}-Q{number}"
    current = (anchor.month - 1) // 3 + 1
    if setting.is_future and number != current - 1:  # of the quarter just ended reports are still to come
        return f"{anchor.year if number >= current else anchor.year + 1}-Q{number}"
    return f"{anchor.year if number <= current else anchor.year - 1}-Q{number}"


def half_year(match: re.Match[str], setting: Setting) -> str | None:
    """ "the first half of 1996", "the second half of last year"."""
    half = f"H{QUARTERS[match['half'].lower()]}"
    if match["year"]:
        return f"{match['year']}-{half}"
    side = DIRECTION.get((match["side"] or "").lower(), 0)
    return f"{setting.origin.year + side}-{half}"


def season_of_year(match: re.Match[str], setting: Setting) -> str | None:
    """ "spring 1996", "last winter"; a season without a year or a side is none."""
    season = SEASONS[match["season"].lower()]
    if match["year"]:
        return f"{match['year']}-{season}"
    if not match["side"]:
        return None
    return f"{setting.origin.year + DIRECTION[match['side'].lower()]}-{season}"


def weekend(_: re.Match[str], setting: Setting) -> str | None:
    """The weekend behind, from Monday to Thursday, unless the clause looks ahead."""
    anchor = setting.origin
    is_behind = anchor.weekday() < THURSDAY and not setting.is_future
    return calendar.week(anchor - timedelta(days=7 if is_behind else 0)) + "-WE"


def side_unit(match: re.Match[str], setting: Setting) -> str | None:
    """ "last week", "the coming month"."""
    return calendar.shifted(setting.origin, match["unit"].lower(), DIRECTION[match["side"].lower()])


def end_of_unit(match: re.Match[str], setting: Setting) -> str | None:
    """ "the end of the week", "later in the year": the unit itself."""
    return calendar.shifted(setting.origin, match["unit"].lower(), 0)


def counted(match: re.Match[str], setting: Setting) -> str | None:
    """ "two weeks ago", "three days later"."""
    number = calendar.number_of(match["number"])
    if number is None:
        return None
    sign = -1 if match["way"].lower() in {"ago", "earlier", "before"} else 1
    return calendar.shifted(setting.origin, match["unit"].lower(), sign * number)


def in_counted(match: re.Match[str], setting: Setting) -> str | None:
    """ "in two weeks", where the clause looks ahead."""
    number = calendar.number_of(match["number"])
    if number is None or not setting.is_future:
        return None
    return calendar.shifted(setting.origin, match["unit"].lower(), number)
