"""Attributions that quotation marks and colons tell: quotations beside a cue, those that go on, and headline colons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.extensions import text_of
from pipeline.annotate.words import wordset
from pipeline.records import Attribution

QUOTATION = re.compile(
    r"“[^“”\"]{1,2000}[”\"]|\"[^\"\n]{1,2000}\"|``.{1,2000}?''|''(?:[^'\n]|'(?!')){2,2000}''", re.DOTALL
)
# What may stand between a quotation and "he said" after it, and between "he said" and a quotation after it.
NOTHING_BETWEEN = re.compile(r"[ \t\xa0,.;—–-]{0,4}(?:\w+ly\s)?")
BETWEEN_AFTER = re.compile(r"[^.“”\"\n]{0,60}[:,] *| *(?:that *)?")
SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.(?=\s|$)")
SPEAKING_NOUNS = wordset(
    "official ministry minister source report spokesman spokeswoman spokesperson police government president envoy expert "
    "analyst study army military agency media monitor panel group opposition leader ambassador chief general think-tank"
)
LONGEST_INSERTION = 250  # characters of a sentence between two parts of a quotation
# "Pyongyang: we have no such deal" and, at the end, "... : ministry".
COLON = re.compile(r"(?m)^(?P<source>[^\n:.!?“”\"]{2,60}?)(?P<cue>:)\s+(?P<content>\S[^\n]{10,})$")


def quotations(doc: Doc) -> list[tuple[int, int]]:
    """Start and end of each quotation, with its marks."""
    cached: list[tuple[int, int]] | None = doc.user_data.get("wirewatch_quotations")
    if cached is None:
        cached = [match.span() for match in QUOTATION.finditer(text_of(doc))]
        doc.user_data["wirewatch_quotations"] = cached
    return cached


def is_quoted(token: Token) -> bool:
    """Does the token stand inside a quotation? What a quoted speaker says of others is his word, not the report's."""
    spans = quotations(token.doc)
    before = bisect_left(spans, (token.idx,)) - 1
    return before >= 0 and spans[before][0] < token.idx < spans[before][1] - 1


def quotation_beside(verb: Token) -> Span | None:
    """The quotation next to the clause of a verb: '"No deal," the ministry said' or 'The ministry said: "No deal."'"""
    doc, text = verb.doc, text_of(verb.doc)
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), verb)
    first = min(verb.idx, doc[subject.left_edge.i].idx)
    last_token = subject.right_edge if subject.right_edge.i > verb.i else verb
    last = last_token.idx + len(last_token)
    best: tuple[int, int] | None = None
    spans = quotations(doc)
    near = bisect_left(spans, (first,))
    for start, end in spans[max(0, near - 1) : near + 2]:
        if end <= first and NOTHING_BETWEEN.fullmatch(text[end:first]):
            return doc.char_span(start, end, alignment_mode="expand")
        if start >= last and BETWEEN_AFTER.fullmatch(text[last:start]) and best is None:
            best = (start, end)
    return doc.char_span(*best, alignment_mode="expand") if best is not None else None


def with_following_quotes(doc: Doc, attributions: list[Attribution]) -> Iterator[Attribution]:
    """Lets a quoted content reach over the quotations that follow it and have no cue of their own.

    A quotation goes on after the sentence of its cue ("..., he said. “And ...”") and into the next paragraph when that
    begins with quotation marks.
    """
    spans, text = quotations(doc), text_of(doc)
    contents = [attribution.content for attribution in attributions]
    for position, attribution in enumerate(attributions):
        inside = [span for span in spans if _overlap(span, attribution.content)]
        if not inside:
            yield attribution
            continue
        start, end = min(attribution.content[0], inside[0][0]), max(attribution.content[1], inside[-1][1])
        others = contents[:position] + contents[position + 1 :]
        reach = max(end, attribution.cue[1])
        for following in spans:
            if following[0] < reach:
                continue
            if any(_overlap(following, other) for other in others) or not _goes_on(text[reach : following[0]]):
                break
            reach = end = following[1]
        yield replace(attribution, content=(start, end))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _goes_on(between: str) -> bool:
    """Only the end of the cue's sentence stands between two parts of a quotation, or a paragraph break alone."""
    if "\n" in between:
        return not between.strip()
    ends = len(SENTENCE_END.findall(between))
    return len(between) <= LONGEST_INSERTION and ends <= 1 and (ends == 0 or between.rstrip().endswith("."))


def _names_a_speaker(source: Span) -> bool:
    """Does it end on a name of somebody who can speak, or on "ministry", "officials", "report"?"""
    last = source[-1]
    if last.lemma_.lower() in SPEAKING_NOUNS:
        return True
    mention = last._.wirewatch_mention
    return last.text[:1].isupper() and mention is not None and mention.type in {"PER", "ORG", "GPE", "NORP", "ROLE"}


def headline_colons(doc: Doc) -> Iterator[Attribution]:
    """Lines of the form "Source: what it says", where the source is a name."""
    for match in COLON.finditer(text_of(doc)):
        source = doc.char_span(*match.span("source"), alignment_mode="contract")
        if source is None or len(source) > 7:
            continue
        if any(token.pos_ in {"VERB", "AUX"} for token in source) or not _names_a_speaker(source):
            continue
        yield Attribution(match.span("source"), match.span("cue"), match.span("content"))
