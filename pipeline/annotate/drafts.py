"""A mention while it is being put together; frozen into records.Mention at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.annotate.matching import fold
from pipeline.records import Mention

ROLE = "ROLE"  # type of a mention that names a group by country and role, such as "North Korean troops"


@dataclass(slots=True)
class Draft:
    """`kind` is the alias kind of the registry, or name (the model's), role (a role noun) or echo (a short form)."""

    start: int
    end: int
    type: str
    kind: str
    actor: str | None = None
    country: str | None = None
    role: str | None = None
    is_resolved: bool = False
    title: tuple[int, int] | None = None  # first token of the title before a person's name, and the one after its last

    def overlaps(self, other: Draft) -> bool:
        """Do the two share a character?"""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Draft) -> bool:
        """Does the other lie inside this one?"""
        return self.start <= other.start and other.end <= self.end


def span_of(doc: Doc, draft: Draft) -> Span:
    """The tokens that the draft touches."""
    span = doc.char_span(draft.start, draft.end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"mention {draft.start}-{draft.end} lies outside the document")
    return span


def freeze(draft: Draft, text: str) -> Mention:
    """The record of a finished draft; an unresolved actor gets its normalised name."""
    words = text[draft.start : draft.end]
    actor = draft.actor
    if actor is None and draft.type in {"PER", "ORG"}:
        actor = normal_name(words)
    return Mention(
        start=draft.start,
        end=draft.end,
        text=words,
        type=draft.type,
        actor=actor,
        country=draft.country,
        role=draft.role,
        is_resolved=draft.is_resolved,
    )


def normal_name(name: str) -> str | None:
    """An unresolved name in one spelling: small letters, no accents, no article, single spaces."""
    words = [fold(word) for word in re.findall(r"[^\W_]+", name)]
    while words and words[0] in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(words) or None
