"""The component wirewatch_dates: time expressions with ISO 8601 values, resolved against the day of publication."""

from __future__ import annotations

import bisect
import re
from datetime import UTC, date, datetime

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.annotate import extensions
from pipeline.annotate.dates_context import expressions
from pipeline.annotate.extensions import text_of
from pipeline.annotate.words import wordset
from pipeline.records import DateMention

extensions.register()

# Verbs after which what is told lies ahead: "plans to meet on Monday", "is scheduled for Monday".
AHEAD_BEFORE = re.compile(
    r"\b(?:effective|payable|due|scheduled|expires?|beginning|starting|deadline|slated|until|by|through)\s+"
    r"(?:(?:on|for|in|of|at|from|about|late|early|next)\s+)*$"
)
AHEAD = wordset(
    "plan decide expect schedule intend hope want vow promise pledge agree prepare set due aim propose urge ask demand call"
)
# What a simple present announces: "the two leaders meet Monday".
ARRANGED = wordset(
    "meet begin start open close arrive travel leave go vote play face visit end expire resume convene reopen host"
)
CALLED_OFF = wordset("cancel call postpone scrap suspend abandon drop delay")


class DateFinder:
    """Dates of a document; the tense of the clause decides between the last and the next Monday."""

    def __call__(self, doc: Doc) -> Doc:
        published: datetime | None = doc._.wirewatch_published_at
        anchor = published.astimezone(UTC).date() if published is not None and published.tzinfo else published
        day = anchor.date() if isinstance(anchor, datetime) else anchor
        doc._.wirewatch_dates = find_dates(doc, day)
        return doc


def find_dates(doc: Doc, anchor: date | None) -> tuple[DateMention, ...]:
    """The time expressions of a document, in the order of the text."""
    starts = [token.idx for token in doc]
    has_tags = doc.has_annotation("TAG")
    has_heads = doc.has_annotation("DEP")

    def is_future(offset: int) -> bool:
        if not has_tags or not starts:
            return False
        if AHEAD_BEFORE.search(text_of(doc), max(0, offset - 30), offset):
            return True
        token = doc[max(0, bisect.bisect_right(starts, offset) - 1)]
        return _looks_ahead(token) if has_heads else _sentence_looks_ahead(token)

    return tuple(DateMention(start, end, value) for start, end, value in expressions(text_of(doc), anchor, is_future))


def _looks_ahead(token: Token) -> bool:
    """Is the verb that governs the expression in the future, or an infinitive?"""
    for verb in (ancestor for ancestor in token.ancestors if ancestor.pos_ in {"VERB", "AUX"}):
        if any(child.dep_ == "mark" and child.i > token.i for child in verb.children):
            return False  # "warned on Monday that it could": the clause begins behind the day
        auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
        if auxiliaries & {"will", "'ll", "’ll", "shall", "wo"}:
            return True
        if verb.tag_ in {"VBD"} or auxiliaries & {"had", "was", "were", "did", "has", "have"}:
            return verb.lemma_ in AHEAD and verb.tag_ != "VBD"
        if auxiliaries & {"would", "may", "might", "could", "should", "must"}:
            return True
        if "to" in auxiliaries and verb.head.lemma_ in AHEAD:
            return True
        if verb.lemma_ in AHEAD and verb.dep_ == "acl" and _is_called_off(verb.head.head):
            return False  # "a service planned for Saturday was cancelled"
        if verb.lemma_ in AHEAD and verb.tag_ in {"VBZ", "VBP", "VBG", "VBN"}:
            return verb.lemma_ != "set" or any(
                child.dep_ == "xcomp" or child.lower_ == "for" for child in verb.children
            )
        if verb.tag_ in {"VBZ", "VBP"}:
            return verb.lemma_ in ARRANGED
    return False


def _is_called_off(verb: Token) -> bool:
    return verb.lemma_ in CALLED_OFF and verb.tag_ in {"VBD", "VBN"}


def _sentence_looks_ahead(token: Token) -> bool:
    """Without a parse: does "will" stand within ten tokens?"""
    doc = token.doc
    return any(near.lower_ in {"will", "'ll", "’ll", "shall"} for near in doc[max(0, token.i - 10) : token.i + 10])


@Language.factory(extensions.DATES, assigns=["doc._.wirewatch_dates"])
def create_dates(nlp: Language, name: str) -> DateFinder:
    """spaCy factory of wirewatch_dates."""
    return DateFinder()
