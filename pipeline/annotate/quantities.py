"""Reads numbers of things out of a text: words, digits, ranges, bounds, rates; money, shares and measures are marked.

    find_quantities(text)   every number expression with its range, by the rules of the claim guidelines

A quantity is a range: "40" is 40-40, "about 40" too, "up to 50" is None-50, "more than 1,000" is 1000-None,
"hundreds" is 200-None, and a word that gives no number ("several") is no quantity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "mln": 1_000_000,
    "m": 1_000_000, "k": 1_000, "billion": 1_000_000_000, "bln": 1_000_000_000, "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}  # fmt: skip
# A plural alone means at least so many; twice the scale, as two are the least that make a plural.
AT_LEAST = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000, "tens": 20,
    "billions": 2_000_000_000,
}  # fmt: skip

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT_WORD = "|".join(UNITS)
_TEN_WORD = "|".join(TENS)
_SCALE_WORD = r"dozen|score|hundred|thousand|million|billion|trillion|mln|bln|bn"
_SMALL = rf"(?:(?:{_TEN_WORD})(?:[- ](?:{_UNIT_WORD}))?|{_UNIT_WORD})"
_WORDS = (
    rf"(?:(?:half\s+(?:a|an)|(?:a|an)|{_SMALL})(?:\s+|-)(?:{_SCALE_WORD})(?:\s+(?:{_SCALE_WORD}))*"
    rf"(?:\s+(?:and\s+)?{_SMALL})?|{_SMALL})"
)
_NUMBER = rf"(?:(?:{_DIGITS})(?:(?:\s*|-)(?:{_SCALE_WORD})\b|[mk]\b)?(?:\s+(?:and\s+)?a\s+half\s+million)?|{_WORDS})"
_PLURAL = (
    r"(?:tens\s+of\s+(?:thousands|millions)|hundreds\s+of\s+(?:thousands|millions)|dozens|scores|hundreds|thousands"
    r"|millions|billions|tens(?=\s+of))"
)
_APPROX = (
    r"(?:about|nearly|some|around|approximately|roughly|almost|an\s+estimated|estimated|close\s+to|circa|~|exactly|just"
    r"|another|additional|a\s+further|further|a\s+total\s+of|a\s+reported|the\s+last|the\s+first)"
)
_LOWER = (
    r"(?:more\s+than|over|at\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|upwards?\s+of|in\s+excess\s+of"
    r"|exceeding|well\s+over|above|a\s+minimum\s+of|minimum\s+of)"
)
_UPPER = (
    r"(?:up\s+to|as\s+many\s+as|at\s+most|no\s+more\s+than"
    r"|not\s+more\s+than|fewer\s+than|less\s+than|under|a\s+maximum\s+of)"
)
_CURRENCY = r"(?:US\$|U\.S\.\$|A\$|C\$|HK\$|NT\$|S\$|\$|€|£|¥|₩|₹|₽|USD|EUR|GBP)"
_MONEY_WORD = (
    r"(?:dollars?|dlrs?|euros?|pounds?|stg|sterling|yen|won|yuan|roubles?|rubles?|rupees?"
    r"|francs?|marks?|crowns?|kronor|lira|riyals?|dirhams?|usd|eur|shekels?|rials?|zlotys?|cents?)"
)
_MEASURE_WORD = (
    r"(?:mm|cm|km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|feet|ft|nautical|inch(?:es)?|millimet(?:er|re)s?|kg|kilograms?"
    r"|kilogrammes?|kt|knots?|mph|km/h|hours?|minutes?|days?|weeks?|months?|years?|a\.m|p\.m|am|pm|gmt|degrees?|horsepower|hp|kilotons?|megatons?|caliber|calibre)"
)  # fmt: skip

QUANTITY = re.compile(
    rf"(?<![\w.,-])(?P<bound>(?:{_LOWER}|{_UPPER}|{_APPROX})\s+)?(?P<second>(?:{_LOWER}|{_UPPER}|{_APPROX})\s+)?"
    rf"(?P<between>between\s+)?(?P<currency>{_CURRENCY}\s?)?"
    rf"(?:(?P<plural>{_PLURAL})|(?P<low>{_NUMBER})(?:\s*(?P<to>[-–—]|to|and|or)\s*(?:{_CURRENCY})?(?P<high>{_NUMBER}))?)"
    rf"(?P<plus>\+)?(?![\w])(?P<percent>\s*(?:%|percent|per\s+cent|percentage)(?!\w))?",
    re.IGNORECASE,
)
AFTER_MONEY = re.compile(rf"^[\s-]*(?:u\.?s\.?\s+|american\s+|canadian\s+)?{_MONEY_WORD}\b", re.IGNORECASE)
AFTER_MEASURE = re.compile(rf"^[\s-]*{_MEASURE_WORD}\b", re.IGNORECASE)
YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
MONTH_BEFORE = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s*$", re.IGNORECASE)
MONTH_AFTER = re.compile(
    r"^\s*(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
RATE = re.compile(r"^\W*(?:\w+\W+){0,4}?(?:per|a|each|every)\s+(?P<time>day|week|month|year)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text; `kind` is count, money, percent, measure or date; a bound may be None."""

    minimum: float | None
    maximum: float | None
    start: int
    end: int
    text: str
    kind: str


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All numbers of a text in order, with character offsets into it; a word of vague amount is not among them."""
    found = []
    for match in QUANTITY.finditer(text):
        bounds = _bounds(match)
        if bounds is None:
            continue
        start, end = match.start(), match.end()
        found.append(Quantity(*bounds, start, end, text[start:end], _kind(match, text)))
    return tuple(found)


def rate_after(text: str) -> str | None:
    """The time word of a rate that begins this text ("shells a month" gives "month"), or None."""
    match = RATE.match(text)
    return match.group("time").lower() if match else None


def number_of(words: str) -> float | None:
    """The value of a single number in digits or words ("two dozen", "1.5 million"), or None."""
    text = re.sub(r"\s+", " ", words.strip().lower())
    digits = re.match(rf"^({_DIGITS})\s*([a-z]+)?$", text)
    if digits:
        return float(digits.group(1).replace(",", "")) * SCALES.get(digits.group(2) or "", 1)
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text):
        if word == "half":
            current = 0.5
        elif word in {"a", "an"}:
            current = current or 1
        elif word in UNITS or word in TENS:
            current += UNITS.get(word) or TENS[word]
        elif word in SCALES:
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= 100:
                total, current = total + current, 0.0
        elif word != "and":
            return None
    value = total + current
    return value or None


def _bounds(match: re.Match[str]) -> tuple[float | None, float | None] | None:
    """Lowest and highest number of a match."""
    plural = match.group("plural")
    bound = " ".join(filter(None, (match.group("bound"), match.group("second")))).lower()
    if plural:
        return _plural_bounds(plural)
    low = number_of(match.group("low"))
    if low is None:
        return None
    if match.group("high"):
        high = number_of(match.group("high"))
        joiner = match.group("to").lower()
        if high is not None and (joiner not in {"and", "or"} or match.group("between")):
            scale = _shared_scale(match.group("low"), match.group("high"))
            if low * scale <= high:
                return low * scale, high
        if high is not None and joiner == "or" and low < high:
            return low, high
    if re.search(_LOWER, bound) or match.group("plus"):
        return low, None
    if re.search(_UPPER, bound):
        return None, low
    return low, low


def _plural_bounds(plural: str) -> tuple[float | None, float | None]:
    words = plural.lower().split()
    if len(words) == 3:  # "hundreds of thousands"
        first = {"tens": 20, "hundreds": 200}[words[0]]
        return float(first * AT_LEAST[words[2]] / 2), None
    return float(AT_LEAST[words[0]]), None


def _shared_scale(low: str, high: str) -> float:
    """The factor that "three to four million" lends to its first number."""
    if re.search(_SCALE_WORD, low, re.IGNORECASE):
        return 1
    scale = re.search(rf"({_SCALE_WORD})\s*$", high, re.IGNORECASE)
    return SCALES[scale.group(1).lower()] if scale else 1


def _kind(match: re.Match[str], text: str) -> str:
    after, before = text[match.end() :], text[: match.start()]
    if match.group("currency") or AFTER_MONEY.match(after):
        return "money"
    if match.group("percent"):
        return "percent"
    if AFTER_MEASURE.match(after):
        return "measure"
    low = match.group("low") or ""
    if (YEAR.match(low) and not match.group("bound")) or MONTH_BEFORE.search(before) or MONTH_AFTER.match(after):
        return "date"
    return "count"
