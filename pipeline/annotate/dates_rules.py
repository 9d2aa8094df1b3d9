"""The time expressions of English news: one table of patterns, each with the function that resolves it.

Relative expressions ("on Monday", "two weeks ago") need the anchor and yield nothing without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pipeline.annotate import dates_days as days
from pipeline.annotate import dates_periods as periods
from pipeline.annotate.dates_calendar import MONTHS, NUMBERS, WEEKDAYS
from pipeline.annotate.dates_setting import Resolver, Setting
from pipeline.annotate.quantities import TENS
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
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "|".join(TENS)

# Names of months and weekdays that no full stop shortens: one after them ends the sentence.
WHOLE_NAMES = frozenset(
    name for name in (*MONTHS, *WEEKDAYS) if len(name) > 5 or name in {"march", "april", "june", "july"}
)
PREPOSITIONS = wordset("in by since until through from during before after to for between and of")


def _rule(pattern: str, resolve: Resolver, needs_anchor: bool = True) -> tuple[re.Pattern[str], Resolver, bool]:
    """A row of the table: the pattern as words of their own, and not the start of a longer number."""
    return re.compile(r"(?<![\w$€£#-])(?:" + pattern + r")(?!\w)(?![,.]\d)", re.IGNORECASE), resolve, needs_anchor


_RULES: tuple[tuple[re.Pattern[str], Resolver, bool], ...] = (
    _rule(r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)", days.iso_day, needs_anchor=False),
    _rule(r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<digits>\d{4}|\d\d)", days.slashed),
    _rule(rf"(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}", days.full_day, needs_anchor=False),
    _rule(
        rf"(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", days.full_day, needs_anchor=False
    ),
    _rule(rf"{_WEEKDAY},?\s+{_MONTH}\s+{_DAY}", days.weekday_and_day),
    _rule(rf"{_WEEKDAY},?\s+(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}", days.weekday_and_day),
    _rule(
        rf"(?P<head>{_MONTH}\s+{_DAY}\s*(?:and|or|to|through|until|[-–])\s*)(?P<second>\d{{1,2}})(?:,?\s+{_YEAR})?",
        days.second_day,
    ),
    _rule(rf"{_MONTH}\s+{_DAY},?\s+(?:of\s+)?{_RELATIVE_YEAR}", days.day_of_relative_year),
    _rule(rf"last\s+{_MONTH}\s+{_DAY}", days.last_day_of_month),
    _rule(
        rf"{_DAY}(?=\s*(?:and|or|to|[-–])\s*\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?)",
        days.first_day,
    ),
    _rule(rf"{_MONTH}\s+{_DAY}", days.day_of_month),
    _rule(rf"(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}", days.day_of_month),
    _rule(rf"{_PART}{_MONTH},?\s+(?:of\s+)?{_YEAR}", periods.month_of_year, needs_anchor=False),
    _rule(rf"{_PART}{_MONTH},?\s+(?:of\s+)?{_RELATIVE_YEAR}", periods.month_of_relative_year),
    _rule(rf"(?P<side>last|this|next)\s+{_MONTH}", periods.side_month),
    _rule(
        rf"(?P<lead>(?:{_LEAD})[\s-]+)?{_MONTH}(?!\s+\d)",
        periods.bare_month,
    ),
    _rule(
        r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<decade>(?:1[0-9]|20)\d)0'?s", periods.decade, needs_anchor=False
    ),
    _rule(r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?['’](?P<digit>\d)0s", periods.short_decade),
    _rule(r"(?:the\s+)?(?P<number>\d\d?)(?:st|nd|rd|th)[\s-]+century", periods.nth_century, needs_anchor=False),
    _rule(
        rf"(?:the\s+)?{_QUARTER}[\s-]+quarter(?:\s+of)?(?:\s+(?:{_YEAR}|(?P<side>last|this|next)\s+year))?",
        periods.quarter_of_year,
    ),
    _rule(
        rf"(?:the\s+)?(?P<half>first|second)[\s-]+half(?:\s+of)?(?:\s+(?:{_YEAR}|(?P<side>last|this|next)\s+year|the\s+year))",
        periods.half_year,
    ),
    _rule(
        rf"(?:(?P<side>last|this|next)\s+)?(?P<season>spring|summer|autumn|fall|winter)(?:\s+of)?(?:\s+{_YEAR})?",
        periods.season_of_year,
    ),
    _rule(
        r"(?P<word>today|tonight|yesterday|tomorrow|the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)",
        days.relative_day,
    ),
    _rule(
        rf"(?:(?:late|early)\s+)?(?:(?P<side>last|past|next|this|coming|previous|following)\s+)?{_WEEKDAY}",
        days.weekday,
    ),
    _rule(rf"(?:(?:earlier|later|early|late)\s+)?(?:the\s+)?{_SIDE}\s+{_UNIT}", periods.side_unit),
    _rule(
        r"(?P<name>Christmas(?:\s+(?:Day|Eve))?|New\s+Year['’]s\s+(?:Eve|Day)|Boxing\s+Day|Valentine['’]s\s+Day|May\s+Day"
        r"|Halloween|Election\s+Day)(?!\s+(?:tree|party|card|present|shopping|carol|market|island))",
        days.named_day,
    ),
    _rule(r"(?<=It['’]s\s)the\s+(?:first|second|third|fourth|fifth)\s+(?:straight\s+)?day(?=\s+of\b)", days.same_day),
    _rule(
        rf"{_MONTH},?\s+(?:(?P<century>eighteen|nineteen|twenty)[\s-]+(?P<tens>{_TENS})(?:[\s-]+(?P<ones>{_ONES}))?"
        rf"|(?P<thousand>two\s+thousand)(?:\s+(?:and\s+)?(?P<rest>{_ONES}))?)",
        periods.month_of_spelled_year,
        needs_anchor=False,
    ),
    _rule(
        rf"(?:the\s+year\s+)?(?:(?P<century>eighteen|nineteen|twenty)[\s-]+(?P<tens>{_TENS})(?:[\s-]+(?P<ones>{_ONES}))?"
        rf"|(?P<thousand>two\s+thousand)(?:\s+(?:and\s+)?(?P<rest>{_ONES}))?)",
        periods.spelled_year,
        needs_anchor=False,
    ),
    _rule(
        r"(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)",
        periods.nineties,
    ),
    _rule(r"(?:over\s+|during\s+|at\s+)?the\s+weekend", periods.weekend),
    _rule(rf"(?:the\s+)?end\s+of\s+(?:the\s+)?{_UNIT}", periods.end_of_unit),
    _rule(r"(?:late\s+in\s+|later\s+in\s+|earlier\s+in\s+)the\s+(?P<unit>week|month|year|decade)", periods.end_of_unit),
    _rule(r"year[\s-]end", days.year_end),
    _rule(r"(?:later|earlier|late|early)\s+(?:in\s+the|that\s+same|the\s+same)\s+day", days.same_day),
    _rule(rf"{_ABOUT}{_NUMBER}[\s-]+{_UNIT}s?\s+(?P<way>ago|earlier|before|later|from\s+now|hence)", periods.counted),
    _rule(rf"in\s+{_ABOUT}{_NUMBER}\s+{_UNIT}s?(?:['’]\s+time)?", periods.in_counted),
    _rule(
        rf"(?:(?:early|late|mid|fiscal|the\s+year)[\s-]+)?{_YEAR}(?!\s*(?:%|percent|per\s+cent|people|dollars|euros|points|miles|km|GMT|UTC|EST|EDT))",
        periods.plain_year,
        needs_anchor=False,
    ),
)


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


def _first(match: re.Match[str]) -> int:
    """Where the expression itself begins: behind the preposition that a pattern reads with it."""
    head = match.groupdict().get("head")
    if head:
        return match.end("head")
    lead = match.groupdict().get("lead")
    return match.end("lead") if lead and lead.strip().lower() in PREPOSITIONS else match.start()


def _last(match: re.Match[str]) -> int:
    """Where it ends: before the full stop of a sentence, behind that of "Aug."."""
    word = re.search(r"(\w+)\.$", match.group())
    is_whole = word is not None and word[1].lower() in WHOLE_NAMES
    return match.end() - 1 if is_whole else match.end()
