"""Stretches of a sentence by the parse: the words under a token, a clause without one put into it, trimmed ends."""

from __future__ import annotations

from spacy.tokens import Span, Token

EDGES = frozenset({",", ";", "-", "—", "–"})


def subtree(token: Token) -> Span:
    """The words under a token, from the first to the last."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def outside(head: Token, inner: Token) -> Span:
    """The clause of `head` without the inserted clause of `inner` at its edge."""
    first, last = head.left_edge.i, head.right_edge.i
    if inner.left_edge.i <= first:
        first = inner.right_edge.i + 1
    elif inner.right_edge.i >= last or all(t.is_punct for t in head.doc[inner.right_edge.i + 1 : last + 1]):
        last = inner.left_edge.i - 1
    return head.doc[first : max(first, last) + 1]


def joined(spans: list[Span]) -> Span | None:
    """From the first of the spans to the last, with what stands between; None for no span."""
    if not spans:
        return None
    return spans[0].doc[min(span.start for span in spans) : max(span.end for span in spans)]


def trimmed(span: Span) -> tuple[int, int] | None:
    """The offsets of a span without the commas and spaces at its ends; None where nothing is left."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and (doc[start].is_space or doc[start].text in EDGES):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in EDGES | {"."}):
        end -= 1
    if start == end:
        return None
    inner = doc[start:end]
    return inner.start_char, inner.end_char
