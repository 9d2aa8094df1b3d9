"""The words that date a transfer, and the first and last day they may mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Span, Token

from pipeline.annotate.time_values import end_of_value, start_of_value


@dataclass(frozen=True, slots=True)
class Period:
    """Words, first day, last day, and precision (day, week, month, year, unknown)."""

    text: str | None
    start: date | None
    end: date | None
    precision: str


UNKNOWN = Period(None, None, None, "unknown")
FARTHEST = 60  # characters between trigger and date


def period_of(sentence: Span, trigger: Token) -> Period:
    """The time expression nearest to the trigger in its sentence, as wirewatch_dates resolved it."""
    doc = sentence.doc
    inside = [d for d in doc._.wirewatch_dates if sentence.start_char <= d.start and d.end <= sentence.end_char]
    near = [d for d in inside if min(abs(d.start - trigger.idx), abs(d.end - trigger.idx)) <= FARTHEST]
    for mention in sorted(near, key=lambda d: min(abs(d.start - trigger.idx), abs(d.end - trigger.idx))):
        started, end = start_of_value(mention.value), end_of_value(mention.value)
        if started is not None and end is not None:
            start, precision = started
            return Period(doc.text[mention.start : mention.end], start, end, precision)
    return UNKNOWN
