"""The time expressions of English news: a pattern and a small function for each kind, resolved against an anchor.

Relative expressions ("on Monday", "two weeks ago") need the anchor and yield nothing without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.annotate import dates_calendar as calendar
from pipeline.annotate.dates_calendar import MONTHS, NUMBERS, QUARTERS, SEASONS, WEEKDAYS
from pipeline.annotate.words import wordset

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?P<weekday>" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[0-9]|2[01])\d\d)"
_NUMBER = r"(?P<number>\d{1,4}|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade|weekend|century)"
_SIDE = r"(?P<side>last|past|previous|this|next|coming|current|following|same)"
_ABOUT = r"(?:(?:about|around|nearly|almost|some|roughly|over|more\s+than|at\s+least|just)\s+)?"
_LEAD = (
    r"in|by|since|until|through|from|during|before|after|to|for|between|and|of|last|late|early|mid|late\s+in|early\s+in|"
    r"(?:the\s+)?(?:beginning|start|end|middle)\s+of"
)
_PART = r"(?:(?:early|late|mid|earlier|later)(?:\s+in|\s+on)?[\s-]+)?"
_QUARTER = r"(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)"
_RELATIVE_YEAR = r"(?P<side>last|this|next)\s+year"

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


THURSDAY = 3  # as date.weekday() counts
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)  # noqa: SIM905
}
WHOLE_NAMES = frozenset(
    name for name in (*MONTHS, *WEEKDAYS) if len(name) > 5 or name in {"march", "april", "june", "july"}
)
PREPOSITIONS = wordset("in by since until through from during before after to for between and of")

Resolver = Callable[[re.Match[str], Setting], str | None]


def plain_expressions(text: str, anchor: date | None, is_future: Callable[[int], bool]) -> list[tuple[int, int, str]]:
    """Start, end and value of each time expression by itself, in the order of the text, without overlaps.

    `is_future` tells for an offset whether its clause looks ahead.
    """
    found: list[tuple[int, int, int, str]] = []
    for rank, (pattern, resolve, needs_anchor) in enumerate(_RULES):
        if needs_anchor and anchor is None:
            continue
        for match in pattern.finditer(text):
            value = resolve(match, Setting(anchor, is_future(match.start())))
            if value is not None:
                found.append((_first(match), _last(match), rank, value))
    kept: list[tuple[int, int, str]] = []
    for start, end, _, value in sorted(found, key=lambda item: (item[0], -item[1], item[2])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, value))
    return kept


def _last(match: re.Match[str]) -> int:
    """Where it ends: before the full stop of a sentence, behind that of "Aug."."""
    word = re.search(r"(\w+)\.$", match.group())
    is_whole = word is not None and word[1].lower() in WHOLE_NAMES
    return match.end() - 1 if is_whole else match.end()


def _first(match: re.Match[str]) -> int:
    """Where the expression itself begins: behind the preposition that a pattern reads with it."""
    head = match.groupdict().get("head")
    if head:
        return match.end("head")
    lead = match.groupdict().get("lead")
    return match.end("lead") if lead and lead.strip().lower() in PREPOSITIONS else match.start()


def _anchor(setting: Setting) -> date:
    if setting.anchor is None:
        raise ValueError("a relative date was resolved without an anchor")
    return setting.anchor


def _is_capitalised(match: re.Match[str], name: str) -> bool:
    """Months and weekdays are names; "may", "march", "sun" and "sat" in small letters are other words."""
    return match[name][:1].isupper()


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"].lower().rstrip(".")]


def _iso_day(match: re.Match[str], _: Setting) -> str | None:
    return calendar.day(int(match["year"]), int(match["number"]), int(match["day"]))


def _slashed(match: re.Match[str], setting: Setting) -> str | None:
    """10/30/89 or 30/10/1989: the reading nearest to the anchor, month first where both fit."""
    anchor = _anchor(setting)
    first, second, digits = int(match["first"]), int(match["second"]), match["digits"]
    year = int(digits) if len(digits) == 4 else calendar.full_year(int(digits), anchor)
    readings = [calendar.day(year, first, second), calendar.day(year, second, first)]
    valid = [reading for reading in readings if reading]
    return min(valid, key=lambda value: abs((date.fromisoformat(value) - anchor).days)) if valid else None


def _full_day(match: re.Match[str], _: Setting) -> str | None:
    return calendar.day(int(match["year"]), _month_number(match), int(match["day"]))


def _day_of_relative_year(match: re.Match[str], setting: Setting) -> str | None:
    year = _anchor(setting).year + DIRECTION[match["side"].lower()]
    return calendar.day(year, _month_number(match), int(match["day"]))


def _day_of_month(match: re.Match[str], setting: Setting) -> str | None:
    anchor, number, day = _anchor(setting), _month_number(match), int(match["day"])
    year = calendar.year_of_month(anchor, number, setting.direction, day)
    value = calendar.day(year, number, day)
    if value is None:
        return None
    # Near the day of publication the tense says little: take the nearest such day.
    near = [calendar.day(y, number, day) for y in (anchor.year - 1, anchor.year, anchor.year + 1)]
    close = [v for v in near if v and abs((date.fromisoformat(v) - anchor).days) <= 45]
    return close[0] if close else value


def _weekday_and_day(match: re.Match[str], setting: Setting) -> str | None:
    """ "Friday, Oct. 23": of the years around the anchor the one in which the day is that weekday."""
    anchor, number, day = _anchor(setting), _month_number(match), int(match["day"])
    wanted = WEEKDAYS[match["weekday"].lower().rstrip(".")]
    near = [calendar.day(anchor.year + shift, number, day) for shift in (0, -1, 1, -2, 2)]
    fitting = [value for value in near if value and date.fromisoformat(value).weekday() == wanted]
    if not fitting:
        return _day_of_month(match, setting)
    return min(fitting, key=lambda value: abs((date.fromisoformat(value) - anchor).days))


def _second_day(match: re.Match[str], setting: Setting) -> str | None:
    """The 25 of "April 24 and 25"."""
    first = _full_day(match, setting) if match["year"] else _day_of_month(match, setting)
    return calendar.day(int(first[:4]), int(first[5:7]), int(match["second"])) if first else None


def _first_day(match: re.Match[str], setting: Setting) -> str | None:
    """The 24 of "24 and 25 February"."""
    return _full_day(match, setting) if match["year"] else _day_of_month(match, setting)


def _last_day_of_month(match: re.Match[str], setting: Setting) -> str | None:
    anchor, number, day = _anchor(setting), _month_number(match), int(match["day"])
    return calendar.day(calendar.year_of_month(anchor - timedelta(days=1), number, -1, day), number, day)


def _month_of_year(match: re.Match[str], _: Setting) -> str | None:
    return calendar.month(int(match["year"]), _month_number(match))


def _month_of_relative_year(match: re.Match[str], setting: Setting) -> str | None:
    return calendar.month(_anchor(setting).year + DIRECTION[match["side"].lower()], _month_number(match))


def _side_month(match: re.Match[str], setting: Setting) -> str | None:
    anchor, number = _anchor(setting), _month_number(match)
    direction = DIRECTION[match["side"].lower()]
    if direction == 0:
        year = anchor.year
    elif direction < 0:
        year = anchor.year if number < anchor.month else anchor.year - 1
    else:
        year = anchor.year if number > anchor.month else anchor.year + 1
    return calendar.month(year, number)


def _bare_month(match: re.Match[str], setting: Setting) -> str | None:
    if not _is_capitalised(match, "month"):
        return None
    if match["month"].lower() in {"may", "march", "mar", "sep", "jan", "jun", "jul", "dec"} and not match["lead"]:
        return None  # "May" and "March" are verbs and names too, and short forms stand with a day
    anchor, number = _anchor(setting), _month_number(match)
    lead = (match["lead"] or "").lower()
    direction = (
        1
        if lead.startswith(("by", "until", "before", "through")) and not lead.startswith("before")
        else setting.direction
    )
    return calendar.month(calendar.year_of_month(anchor, number, direction), number)


def _month_of_spelled_year(match: re.Match[str], setting: Setting) -> str | None:
    year = _spelled_year(match, setting)
    return calendar.month(int(year), _month_number(match)) if year else None


def _day_of_course(_: re.Match[str], setting: Setting) -> str | None:
    """ "It's the second day of the strike": today."""
    return _anchor(setting).isoformat()


def _named_day(match: re.Match[str], setting: Setting) -> str | None:
    """Christmas, or election day in the United States: the last or the next one."""
    anchor, name = _anchor(setting), re.sub(r"\s+", " ", match["name"].lower().replace("’", "'"))
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


def _year(match: re.Match[str], _: Setting) -> str | None:
    return match["year"]


def _spelled_year(match: re.Match[str], _: Setting) -> str | None:
    """ "nineteen ninety-six", "two thousand"."""
    if match["thousand"]:
        return str(2000 + (NUMBERS.get((match["rest"] or "").lower()) or 0))
    century = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[match["century"].lower()]
    tens = TENS.get(match["tens"].lower())
    ones = NUMBERS.get((match["ones"] or "zero").lower())
    return None if tens is None or ones is None else str(century + tens + ones)


def _nineties(match: re.Match[str], setting: Setting) -> str | None:
    return str(calendar.full_year(TENS[match["word"].lower().removesuffix("ies") + "y"], _anchor(setting)) // 10)


def _weekend(_: re.Match[str], setting: Setting) -> str | None:
    """The weekend behind, from Monday to Thursday, unless the clause looks ahead."""
    anchor = _anchor(setting)
    is_behind = anchor.weekday() < THURSDAY and not setting.is_future
    return calendar.week(anchor - timedelta(days=7 if is_behind else 0)) + "-WE"


def _decade(match: re.Match[str], _: Setting) -> str | None:
    return match["decade"]


def _short_decade(match: re.Match[str], setting: Setting) -> str | None:
    return str(calendar.full_year(int(match["digit"]) * 10, _anchor(setting)) // 10)


def _century(match: re.Match[str], _: Setting) -> str | None:
    return str(int(match["number"]) - 1)


def _relative_day(match: re.Match[str], setting: Setting) -> str | None:
    word = re.sub(r"\s+", " ", match["word"].lower())
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(word, 0)
    return (_anchor(setting) + timedelta(days=shift)).isoformat()


def _weekday(match: re.Match[str], setting: Setting) -> str | None:
    if not _is_capitalised(match, "weekday"):
        return None
    anchor, number = _anchor(setting), WEEKDAYS[match["weekday"].lower().rstrip(".")]
    side = (match["side"] or "").lower()
    if side in {"last", "past", "previous"}:
        return calendar.weekday(anchor - timedelta(days=1), number, -1)
    if side in {"next", "coming", "following"}:
        return calendar.weekday(anchor + timedelta(days=1), number, 1)
    if side == "this":
        monday = anchor - timedelta(days=anchor.weekday())
        return (monday + timedelta(days=number)).isoformat()
    return calendar.weekday(anchor, number, setting.direction)


def _side_unit(match: re.Match[str], setting: Setting) -> str | None:
    return calendar.shifted(_anchor(setting), match["unit"].lower(), DIRECTION[match["side"].lower()])


def _end_of_unit(match: re.Match[str], setting: Setting) -> str | None:
    return calendar.shifted(_anchor(setting), match["unit"].lower(), 0)


def _year_end(_: re.Match[str], setting: Setting) -> str | None:
    year = _anchor(setting).year if setting.is_future else _anchor(setting).year - 1
    return calendar.day(year, 12, 31)


def _same_day(_: re.Match[str], setting: Setting) -> str | None:
    return _anchor(setting).isoformat()


def _counted(match: re.Match[str], setting: Setting) -> str | None:
    number = calendar.number_of(match["number"])
    if number is None:
        return None
    sign = -1 if match["way"].lower() in {"ago", "earlier", "before"} else 1
    return calendar.shifted(_anchor(setting), match["unit"].lower(), sign * number)


def _in_counted(match: re.Match[str], setting: Setting) -> str | None:
    number = calendar.number_of(match["number"])
    if number is None or not setting.is_future:
        return None
    return calendar.shifted(_anchor(setting), match["unit"].lower(), number)


def _quarter(match: re.Match[str], setting: Setting) -> str | None:
    number = QUARTERS[match["quarter"].lower()]
    if match["year"]:
        return f"{match['year']}-Q{number}"
    anchor = _anchor(setting)
    side = DIRECTION.get((match["side"] or "").lower())
    if side is not None:
        return f"{anchor.year + side}-Q{number}"
    current = (anchor.month - 1) // 3 + 1
    if setting.is_future and number != current - 1:  # of the quarter just ended reports are still to come
        return f"{anchor.year if number >= current else anchor.year + 1}-Q{number}"
    return f"{anchor.year if number <= current else anchor.year - 1}-Q{number}"


def _half(match: re.Match[str], setting: Setting) -> str | None:
    half = f"H{QUARTERS[match['half'].lower()]}"
    if match["year"]:
        return f"{match['year']}-{half}"
    side = DIRECTION.get((match["side"] or "").lower(), 0)
    return f"{_anchor(setting).year + side}-{half}"


def _season(match: re.Match[str], setting: Setting) -> str | None:
    season = SEASONS[match["season"].lower()]
    if match["year"]:
        return f"{match['year']}-{season}"
    if not match["side"]:
        return None
    return f"{_anchor(setting).year + DIRECTION[match['side'].lower()]}-{season}"


def _rule(pattern: str, resolve: Resolver, needs_anchor: bool = True) -> tuple[re.Pattern[str], Resolver, bool]:
    return re.compile(r"(?<![\w$€£#-])(?:" + pattern + r")(?!\w)(?![,.]\d)", re.IGNORECASE), resolve, needs_anchor


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
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "|".join(TENS)

_RULES: tuple[tuple[re.Pattern[str], Resolver, bool], ...] = (
    _rule(r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)", _iso_day, needs_anchor=False),
    _rule(r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<digits>\d{4}|\d\d)", _slashed),
    _rule(rf"(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}", _full_day, needs_anchor=False),
    _rule(rf"(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", _full_day, needs_anchor=False),
    _rule(rf"{_WEEKDAY},?\s+{_MONTH}\s+{_DAY}", _weekday_and_day),
    _rule(rf"{_WEEKDAY},?\s+(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}", _weekday_and_day),
    _rule(
        rf"(?P<head>{_MONTH}\s+{_DAY}\s*(?:and|or|to|through|until|[-–])\s*)(?P<second>\d{{1,2}})(?:,?\s+{_YEAR})?",
        _second_day,
    ),
    _rule(rf"{_MONTH}\s+{_DAY},?\s+(?:of\s+)?{_RELATIVE_YEAR}", _day_of_relative_year),
    _rule(rf"last\s+{_MONTH}\s+{_DAY}", _last_day_of_month),
    _rule(
        rf"{_DAY}(?=\s*(?:and|or|to|[-–])\s*\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?)",
        _first_day,
    ),
    _rule(rf"{_MONTH}\s+{_DAY}", _day_of_month),
    _rule(rf"(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}", _day_of_month),
    _rule(rf"{_PART}{_MONTH},?\s+(?:of\s+)?{_YEAR}", _month_of_year, needs_anchor=False),
    _rule(rf"{_PART}{_MONTH},?\s+(?:of\s+)?{_RELATIVE_YEAR}", _month_of_relative_year),
    _rule(rf"(?P<side>last|this|next)\s+{_MONTH}", _side_month),
    _rule(
        rf"(?P<lead>(?:{_LEAD})[\s-]+)?{_MONTH}(?!\s+\d)",
        _bare_month,
    ),
    _rule(r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<decade>(?:1[0-9]|20)\d)0'?s", _decade, needs_anchor=False),
    _rule(r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?['’](?P<digit>\d)0s", _short_decade),
    _rule(r"(?:the\s+)?(?P<number>\d\d?)(?:st|nd|rd|th)[\s-]+century", _century, needs_anchor=False),
    _rule(
        rf"(?:the\s+)?{_QUARTER}[\s-]+quarter(?:\s+of)?(?:\s+(?:{_YEAR}|(?P<side>last|this|next)\s+year))?", _quarter
    ),
    _rule(
        rf"(?:the\s+)?(?P<half>first|second)[\s-]+half(?:\s+of)?(?:\s+(?:{_YEAR}|(?P<side>last|this|next)\s+year|the\s+year))",
        _half,
    ),
    _rule(
        rf"(?:(?P<side>last|this|next)\s+)?(?P<season>spring|summer|autumn|fall|winter)(?:\s+of)?(?:\s+{_YEAR})?",
        _season,
    ),
    _rule(
        r"(?P<word>today|tonight|yesterday|tomorrow|the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)",
        _relative_day,
    ),
    _rule(
        rf"(?:(?:late|early)\s+)?(?:(?P<side>last|past|next|this|coming|previous|following)\s+)?{_WEEKDAY}", _weekday
    ),
    _rule(rf"(?:(?:earlier|later|early|late)\s+)?(?:the\s+)?{_SIDE}\s+{_UNIT}", _side_unit),
    _rule(
        r"(?P<name>Christmas(?:\s+(?:Day|Eve))?|New\s+Year['’]s\s+(?:Eve|Day)|Boxing\s+Day|Valentine['’]s\s+Day|May\s+Day"
        r"|Halloween|Election\s+Day)(?!\s+(?:tree|party|card|present|shopping|carol|market|island))",
        _named_day,
    ),
    _rule(r"(?<=It['’]s\s)the\s+(?:first|second|third|fourth|fifth)\s+(?:straight\s+)?day(?=\s+of\b)", _day_of_course),
    _rule(
        rf"{_MONTH},?\s+(?:(?P<century>eighteen|nineteen|twenty)[\s-]+(?P<tens>{_TENS})(?:[\s-]+(?P<ones>{_ONES}))?"
        rf"|(?P<thousand>two\s+thousand)(?:\s+(?:and\s+)?(?P<rest>{_ONES}))?)",
        _month_of_spelled_year,
        needs_anchor=False,
    ),
    _rule(
        rf"(?:the\s+year\s+)?(?:(?P<century>eighteen|nineteen|twenty)[\s-]+(?P<tens>{_TENS})(?:[\s-]+(?P<ones>{_ONES}))?"
        rf"|(?P<thousand>two\s+thousand)(?:\s+(?:and\s+)?(?P<rest>{_ONES}))?)",
        _spelled_year,
        needs_anchor=False,
    ),
    _rule(
        r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)",
        _nineties,
    ),
    _rule(r"(?:over\s+|during\s+|at\s+)?the\s+weekend", _weekend),
    _rule(rf"(?:the\s+)?end\s+of\s+(?:the\s+)?{_UNIT}", _end_of_unit),
    _rule(r"(?:late\s+in\s+|later\s+in\s+|earlier\s+in\s+)the\s+(?P<unit>week|month|year|decade)", _end_of_unit),
    _rule(r"year[\s-]end", _year_end),
    _rule(r"(?:later|earlier|late|early)\s+(?:in\s+the|that\s+same|the\s+same)\s+day", _same_day),
    _rule(rf"{_ABOUT}{_NUMBER}[\s-]+{_UNIT}s?\s+(?P<way>ago|earlier|before|later|from\s+now|hence)", _counted),
    _rule(rf"in\s+{_ABOUT}{_NUMBER}\s+{_UNIT}s?(?:['’]\s+time)?", _in_counted),
    _rule(
        rf"(?:(?:early|late|mid|fiscal|the\s+year)[\s-]+)?{_YEAR}(?!\s*(?:%|percent|per\s+cent|people|dollars|euros|points|miles|km|GMT|UTC|EST|EDT))",
        _year,
        needs_anchor=False,
    ),
)
