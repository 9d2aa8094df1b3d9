"""Whether a transfer is told as history: phrases such as "decades ago", and years before that of the report."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from pipeline.annotate.words import wordset

HISTORY = re.compile(
    "|".join(
        (
            r"\bworld war\b",
            r"\bcold war\b",
            r"\b\w+(?:\s+\w+)?\s+(?:years|decades)\s+(?:ago|earlier)\b",
            r"\bdecades?\s+ago\b",
            r"\bin the past\b(?! \w+ (?:days|weeks|months|years?))",
            r"\bin the (?:19|20)?\d0s\b",
            r"\bthe (?:late|early|mid)?-?\s?(?:19)\d0s\b",
            r"\bduring the (?:presidency|reign|rule|era|war|cold)\b",
            r"\b(?:historically|formerly|wartime|long ago|last century|soviet era|for a while|at the time)\b",
            r"\byears? before\b",
        )
    ),
    re.IGNORECASE,
)
YEAR = re.compile(
    r"(?<![\d$€£,.-])(?P<since>since\s+(?:\w+\s+)?)?(?P<year>(?:19|20)\d\d)"
    r"(?!\d|[,.]\d| (?:mm|tons|missiles|shells))(?:[/-]\d\d)?"
)
# First letters of words before a year; other words with a capital before it are names of goods.
BEFORE_YEARS = wordset(
    "jan feb mar apr may jun jul aug sep oct nov dec in sin fro by unt bet dur the as ear lat mid win spr sum aut "
    "fal and to aft bef"
)


def is_history(trigger: Token, report_year: int | None) -> bool:
    """Whether the transfer is dated a full year or more before the report, or told as history."""
    clause = _clause_of(trigger)
    if HISTORY.search(clause.text):
        return True
    years = [m for m in YEAR.finditer(clause.text) if not m.group("since") and not _is_model(clause.text, m.start())]
    if not years:
        return False
    latest = max(int(m.group("year")) for m in years)
    if report_year is None:
        others = [int(m.group("year")) for m in YEAR.finditer(trigger.doc.text)]
        report_year = max([*others, latest + 1])
    return latest < report_year and "expect" not in clause.text


def _clause_of(trigger: Token) -> Span:
    """The sentence around a trigger; semicolons end it."""
    sentence = trigger.sent
    start, end = sentence.start, sentence.end
    for token in sentence:
        if token.text == ";":
            if token.i < trigger.i:
                start = token.i + 1
            else:
                end = min(end, token.i)
    return trigger.doc[start:end]


def _is_model(text: str, position: int) -> bool:
    """Whether a number that could be a year belongs to a name: "Mirage 2000"."""
    word = text[:position].split()[-1:] or [""]
    return word[0].isalpha() and word[0][:1].isupper() and word[0][:3].lower() not in BEFORE_YEARS
