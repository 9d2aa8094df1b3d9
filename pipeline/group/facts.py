"""The facts a text states, as sets that can be compared: numbers, names, days, clock times; nothing is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.group.stopwords import STOPWORDS

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_MONTHS = "january february march april may june july august september october november december"
NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS.split())} | {
    word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)
}
ORDINAL_WORDS = {word: value for value, word in enumerate(_ORDINALS.split(), 1)}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "mln": 1e6, "million": 1e6, "mn": 1e6, "bn": 1e9, "bln": 1e9, "billion": 1e9,
    "trillion": 1e12,
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {  # with their usual short forms: Jan, Sept
    name[:length]: number for number, name in enumerate(_MONTHS.split(), 1) for length in (3, 4, len(name))
}

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])\s?(?::|[.](?=\s?[0-5]\d\s?[ap]\.?m))\s?([0-5]\d)\s?(a\.?m|p\.?m)?\b", re.IGNORECASE
)
_MILITARY = re.compile(r"\b([01]\d|2[0-3])([0-5]\d)\s?(?:hrs?|hours|gmt|utc|[ecmp][sd]t)\b", re.IGNORECASE)
_SCALED = re.compile(
    rf"(?P<figure>\d+(?:[.,]\d+)*|\b(?:{'|'.join(NUMBER_WORDS)})\b)(?:[\s-]?(?P<scale>{'|'.join(SCALES)})\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?\s+(?P<day>\d{{1,2}})\b(?!\s*[:.,]?\d{{3}})"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(ORDINAL_WORDS)}))\b", re.IGNORECASE)
_PIECE = re.compile(r"[^\W\d_][\w’'&-]*|[.!?:;\"“”()\n]")
_SENTENCE_END = frozenset('.!?:;"“”()\n')
_NO_NAMES = frozenset(WEEKDAYS) | frozenset(MONTHS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states: values of numbers, words of names, (month, day) pairs, weekdays, minutes of the clock."""

    numbers: frozenset[float]
    names: frozenset[str]
    month_days: frozenset[tuple[int, int]]
    weekdays: frozenset[str]
    clock_times: frozenset[str]
    ordinals: frozenset[int]


def read_facts(text: str) -> Facts:
    """The facts of a text in the order-free form in which two texts are compared."""
    return Facts(
        numbers=frozenset(_numbers(text)),
        names=frozenset(read_names(text)),
        month_days=frozenset(_month_days(text)),
        weekdays=frozenset(match.lower() for match in _WEEKDAY.findall(text)),
        clock_times=frozenset(f"{int(hour)}:{minute}" for hour, minute in _MILITARY.findall(text))
        | frozenset(
            f"{int(hour)}:{minute}{(half or '').lower().replace('.', '')}"
            for hour, minute, half in _CLOCK.findall(text)
        ),
        ordinals=frozenset(
            int(figure) if figure else ORDINAL_WORDS[word.lower()] for figure, word in _ORDINAL.findall(text)
        ),
    )


def read_names(text: str) -> list[str]:
    """Words of names, lower-cased: capitalised inside a sentence, before another such word, or so elsewhere too.

    Words that the text also writes in lower case are no names; lines in capitals alone give none.
    """
    lower: set[str] = set()
    inside: list[str] = []
    opening: list[str] = []
    at_start = True
    pieces = _PIECE.findall(text)
    for at, piece in enumerate(pieces):
        if piece in _SENTENCE_END:
            at_start = at_start or piece in '.!?\n"“”'
            continue
        word = piece.removesuffix("'s").removesuffix("’s")
        if word[0].islower():
            lower.add(word.lower())
        elif len(word) > 1 and word.lower() not in _NO_NAMES:
            before_name = at + 1 < len(pieces) and pieces[at + 1][0].isupper() and word.lower() not in STOPWORDS
            (opening if at_start and not before_name else inside).append(word.lower())
        at_start = False
    known = set(inside)
    found = [word for word in inside if word not in lower]
    found += [word for word in opening if word in known and word not in lower]
    return found


def number_value(figure: str) -> float | None:
    """The value of a figure as newspapers write it ("22,700", "1.5", "seven"), None where it is none."""
    if figure.lower() in NUMBER_WORDS:
        return float(NUMBER_WORDS[figure.lower()])
    if not _NUMBER.fullmatch(figure):
        return None
    parts = re.split(r"([.,])", figure)
    digits = parts[0]
    for mark, group in zip(parts[1::2], parts[2::2], strict=True):
        digits += group if mark == "," and len(group) == 3 else f".{group}" if "." not in digits else group
    return float(digits)


def _numbers(text: str) -> list[float]:
    values = []
    for match in _SCALED.finditer(text):
        value = number_value(match["figure"])
        if value is not None:
            values.append(round(value * SCALES.get((match["scale"] or "").lower(), 1), 6))
    return values


def _month_days(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _MONTH_DAY.finditer(text):
        month, day = (match["month"] or match["month2"]).lower(), int(match["day"] or match["day2"])
        if 1 <= day <= 31:
            found.append((MONTHS[month], day))
    return found
