"""Attributions that quotation marks and colons tell: quotations beside a cue, those that go on, and headline colons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.records import Attribution

OPENING = "“\"‘'«„"
QUOTATION = re.compile(r"“[^“”]{1,2000}”|\"[^\"\n]{1,2000}\"|``.{1,2000}?''|''[^'\n]{2,2000}?''", re.DOTALL)
NEAREST = 3  # characters (a comma, a space) between a quotation and what introduces it
# "Pyongyang: we have no such deal" and, at the end, "... : ministry".
COLON = re.compile(r"(?m)^(?P<source>[^\n:.!?“”\"]{2,60}?)(?P<cue>:)\s+(?P<content>\S[^\n]{10,})$")


def quotations(doc: Doc) -> list[tuple[int, int]]:
    """Start and end of each quotation, with its marks."""
    cached: list[tuple[int, int]] | None = doc.user_data.get("wirewatch_quotations")
    if cached is None:
        cached = [match.span() for match in QUOTATION.finditer(doc.text)]
        doc.user_data["wirewatch_quotations"] = cached
    return cached


def is_quoted(token: Token) -> bool:
    """Does the token stand inside a quotation? What a quoted speaker says of others is his word, not the report's."""
    return any(start < token.idx < end - 1 for start, end in quotations(token.doc))


def quotation_beside(verb: Token) -> Span | None:
    """The quotation directly before or after the clause of a verb: '"No deal," the ministry said.'"""
    sentence = verb.sent
    best: Span | None = None
    for start, end in quotations(verb.doc):
        if end < sentence.start_char - 1 or start > sentence.end_char:
            continue
        if start <= verb.idx < end:
            continue
        span = verb.doc.char_span(start, end, alignment_mode="expand")
        if span is not None and (best is None or len(span) > len(best)):
            best = span
    return best


def with_following_quotes(doc: Doc, attributions: list[Attribution]) -> Iterator[Attribution]:
    """Lets a quoted content reach over the quotations that follow in the same paragraph without a cue of their own."""
    spans = quotations(doc)
    text = doc.text
    for position, attribution in enumerate(attributions):
        inside = [span for span in spans if span[0] < attribution.content[1] and attribution.content[0] < span[1]]
        if not inside:
            yield attribution
            continue
        start, end = attribution.content
        start = min(start, inside[0][0])
        end = max(end, inside[-1][1])
        reach = max(end, attribution.cue[1])
        next_cue = attributions[position + 1].cue[0] if position + 1 < len(attributions) else len(text)
        for following in spans:
            between = text[reach : following[0]]
            if following[0] < reach:
                continue
            if "\n" in between or next_cue < following[0] or not _only_closes(between):
                break
            reach = end = following[1]
        yield replace(attribution, content=(start, end))


def _only_closes(between: str) -> bool:
    """Only the end of the cue's sentence stands between two parts of a quotation: "... he said Monday. “And ..."."""
    return between.count(".") <= 1 and len(between) <= 40


def headline_colons(doc: Doc) -> Iterator[Attribution]:
    """Lines of the form "Source: what it says", where the source is a name."""
    for match in COLON.finditer(doc.text):
        source = doc.char_span(*match.span("source"), alignment_mode="contract")
        if source is None or len(source) > 7:
            continue
        if any(token.pos_ in {"VERB", "AUX"} for token in source) or not source[-1].text[:1].isupper():
            continue
        yield Attribution(match.span("source"), match.span("cue"), match.span("content"))
