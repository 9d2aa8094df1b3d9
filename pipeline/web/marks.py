"""Marks spans of a text in HTML; pure functions, everything that is not a mark of ours is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

# Characters that no text holds: ts_headline sets them around what it found.
FOUND_START, FOUND_END = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end, of a kind (a class in the style sheet), with words that say what they are."""

    start: int
    end: int
    kind: str
    words: str = ""
    anchor: str = ""


def marked(text: str, spans: Iterable[Span], offset: int = 0) -> Markup:
    """`text` with its spans in <mark>; offsets count from `offset`. Overlapping spans are cut where they meet."""
    shifted = [
        Span(max(0, span.start - offset), min(len(text), span.end - offset), span.kind, span.words, span.anchor)
        for span in spans
        if span.end > offset and span.start < offset + len(text)
    ]
    borders = sorted({0, len(text), *(span.start for span in shifted), *(span.end for span in shifted)})
    pieces: list[Markup] = []
    seen: set[str] = set()
    for start, end in pairwise(borders):
        piece = escape(text[start:end])
        over = [span for span in shifted if span.start <= start and span.end >= end]
        if not over:
            pieces.append(piece)
            continue
        kinds = " ".join(dict.fromkeys(span.kind for span in over))
        words = " · ".join(dict.fromkeys(span.words for span in over if span.words))
        anchors = [span.anchor for span in over if span.anchor and span.anchor not in seen]
        seen.update(anchors[:1])
        identity = Markup(' id="{}"').format(anchors[0]) if anchors else Markup("")
        title = Markup(' title="{}"').format(words) if words else Markup("")
        pieces.append(Markup('<mark class="{}"{}{}>{}</mark>').format(kinds, identity, title, piece))
    return Markup("").join(pieces)


def marked_paragraphs(text: str, spans: Sequence[Span]) -> list[Markup]:
    """The paragraphs of an article's text, each with its marks."""
    paragraphs: list[Markup] = []
    at = 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            paragraphs.append(marked(paragraph, spans, at))
        at += len(paragraph) + 2
    return paragraphs


def marked_snippet(snippet: str) -> Markup:
    """A snippet of ts_headline, with what was found in <mark>."""
    return escape(snippet).replace(FOUND_START, Markup('<mark class="found">')).replace(FOUND_END, Markup("</mark>"))
