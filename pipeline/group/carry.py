"""Carries what was read out of an original over to its copy: offsets are mapped, what differs is left to be read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.group.align import Block, align
from pipeline.group.fingerprint import Word, locate_words
from pipeline.records import (
    Annotation,
    Attribution,
    Claim,
    ClaimEvidence,
    DateMention,
    Event,
    Factuality,
    Mention,
    Party,
    PlaceMention,
    Sentence,
    Span,
)


class Places(Protocol):
    """Where the passages of one text stand in another."""

    @property
    def copy_text(self) -> str:
        """The other text."""

    def span(self, start: int, end: int) -> Span | None:
        """Where text[start:end] stands in the other; None where it does not."""


@dataclass(frozen=True)
class OffsetMapping:
    """Where the passages of one text stand in another."""

    root_text: str
    copy_text: str
    root_words: Sequence[Word]
    copy_words: Sequence[Word]
    blocks: Sequence[Block]

    def span(self, start: int, end: int) -> Span | None:
        """Where root_text[start:end] stands in the copy; None unless all its words stand there, in one run.

        Punctuation at the rim of the span comes along where the copy has it too. A span without a word has no place.
        """
        first = bisect_right([word.end for word in self.root_words], start)
        last = bisect_left([word.start for word in self.root_words], end) - 1
        if first > last:
            return None
        at = bisect_right([block.left for block in self.blocks], first) - 1
        if at < 0 or last >= self.blocks[at].left + self.blocks[at].size:
            return None
        shift = self.blocks[at].right - self.blocks[at].left
        left, right = self.root_words[first], self.root_words[last]
        copy_left, copy_right = self.copy_words[first + shift], self.copy_words[last + shift]
        copy_start = copy_left.start + (start - left.start)
        copy_end = copy_right.end + (end - right.end)
        if self.copy_text[max(copy_start, 0) : copy_left.start] != self.root_text[start : left.start]:
            copy_start = copy_left.start + max(0, start - left.start)
        if self.copy_text[copy_right.end : copy_end] != self.root_text[right.end : end]:
            copy_end = copy_right.end + min(0, end - right.end)
        return copy_start, copy_end

    def covers(self, start: int, end: int) -> bool:
        """Whether copy_text[start:end] stands in the root in one run, as the same words; True where it has no word."""
        first = bisect_right([word.end for word in self.copy_words], start)
        last = bisect_left([word.start for word in self.copy_words], end) - 1
        if first > last:
            return True
        at = bisect_right([block.right for block in self.blocks], first) - 1
        return at >= 0 and last < self.blocks[at].right + self.blocks[at].size


def map_offsets(root_text: str, copy_text: str) -> OffsetMapping:
    """The mapping of the offsets of a text to those of its copy."""
    root_words, copy_words = locate_words(root_text), locate_words(copy_text)
    blocks = align([word.key for word in root_words], [word.key for word in copy_words])
    return OffsetMapping(root_text, copy_text, root_words, copy_words, blocks)


def carry_over(
    annotation: Annotation, mapping: OffsetMapping, copy_sentences: Sequence[Sentence]
) -> tuple[Annotation, tuple[Span, ...]]:
    """The root's annotation with the copy's offsets, and the spans of the copy that must be read anew.

    The spans are whole sentences of the copy: those that the root does not have word for word, and those in which an
    event or claim leans on words that the copy lacks. What was read in them is left out of the annotation, so that the
    two parts together say everything once.
    """
    anew = {sentence.ordinal for sentence in copy_sentences if not mapping.covers(sentence.start, sentence.end)}
    events = [(event, _event(event, mapping)) for event in annotation.events]
    claims = [(claim, _claim(claim, mapping)) for claim in annotation.claims]
    anew |= _sentences_of((item for item, moved in events if moved is None), mapping, copy_sentences)
    anew |= _sentences_of((item for item, moved in claims if moved is None), mapping, copy_sentences)
    uncovered = tuple((one.start, one.end) for one in copy_sentences if one.ordinal in anew)

    carried = _moved(annotation, mapping, lambda span: not _touches(span, uncovered))
    return carried, uncovered


def passages(uncovered: Sequence[Span], sentences: Sequence[Sentence]) -> list[Span]:
    """What has to be parsed so that the uncovered sentences are read: each run of them, with the sentence before it."""
    starts = [one.start for one in sentences]
    runs: list[Span] = []
    for start, end in sorted(uncovered):
        at = bisect_left(starts, start)
        if runs and runs[-1][1] >= starts[max(at - 1, 0)]:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((starts[max(at - 1, 0)], end))
    return runs


def complete(
    carried: Annotation, copy_text: str, uncovered: Sequence[Span], parts: Sequence[tuple[Span, Annotation]]
) -> Annotation:
    """The annotation of a copy: what was carried over, and of the passages read anew what lies in uncovered spans."""
    read = [
        _moved(part, _Shift(copy_text, start), lambda span: _touches(span, uncovered)) for (start, _), part in parts
    ]
    both = [carried, *read]
    return replace(
        carried,
        mentions=tuple(sorted((one for part in both for one in part.mentions), key=_place)),
        events=tuple(sorted((one for part in both for one in part.events), key=_place)),
        claims=tuple(sorted((one for part in both for one in part.claims), key=_place)),
        attributions=tuple(sorted((one for part in both for one in part.attributions), key=lambda one: one.cue)),
        dates=tuple(sorted((one for part in both for one in part.dates), key=_place)),
        places=tuple(sorted((one for part in both for one in part.places), key=_place)),
        factuality=tuple(sorted((one for part in both for one in part.factuality), key=_place)),
        parsed="part" if parts else "none",
    )


@dataclass(frozen=True, slots=True)
class _Shift:
    """A passage that begins at an offset of a text."""

    copy_text: str
    by: int

    def span(self, start: int, end: int) -> Span:
        return start + self.by, end + self.by


def _touches(span: Span, uncovered: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in uncovered)


def _place(item: Mention | Event | Claim | DateMention | PlaceMention | Factuality) -> Span:
    return item.start, item.end


def _moved(annotation: Annotation, places: Places, is_kept: Callable[[Span], bool]) -> Annotation:
    """What of an annotation stands in the other text too and is wanted there, with the offsets of that text."""

    def span_of(item: Mention | DateMention | PlaceMention | Factuality) -> Span | None:
        span = places.span(item.start, item.end)
        return span if span and is_kept(span) else None

    events = (_event(event, places) for event in annotation.events)
    claims = (_claim(claim, places) for claim in annotation.claims)
    attributions = (_attribution(attribution, places) for attribution in annotation.attributions)
    return Annotation(
        mentions=tuple(
            replace(one, start=span[0], end=span[1], text=places.copy_text[span[0] : span[1]])
            for one in annotation.mentions
            if (span := span_of(one))
        ),
        events=tuple(event for event in events if event and is_kept((event.start, event.end))),
        claims=tuple(claim for claim in claims if claim and is_kept((claim.start, claim.end))),
        attributions=tuple(one for one in attributions if one and is_kept(one.cue)),
        dates=tuple(replace(one, start=span[0], end=span[1]) for one in annotation.dates if (span := span_of(one))),
        places=tuple(replace(one, start=span[0], end=span[1]) for one in annotation.places if (span := span_of(one))),
        factuality=tuple(
            replace(one, start=span[0], end=span[1]) for one in annotation.factuality if (span := span_of(one))
        ),
        coding_level=annotation.coding_level,
    )


def _sentences_of(items: Iterable[Event | Claim], mapping: OffsetMapping, sentences: Sequence[Sentence]) -> set[int]:
    """The sentences of the copy that hold the clauses of items, as far as the copy has these clauses."""
    spans = [span for item in items if (span := mapping.span(item.start, item.end))]
    return {one.ordinal for one in sentences if any(start < one.end and one.start < end for start, end in spans)}


def _event(event: Event, mapping: Places) -> Event | None:
    span, trigger = mapping.span(event.start, event.end), mapping.span(*event.trigger)
    if span is None or trigger is None:
        return None
    parties = [_party(party, mapping) for party in (event.source, event.target)]
    attribution = _attribution(event.attribution, mapping) if event.attribution else None
    if [party is None for party in parties] != [event.source is None, event.target is None]:
        return None
    if event.attribution and attribution is None:
        return None
    return replace(
        event,
        start=span[0],
        end=span[1],
        trigger=trigger,
        source=parties[0],
        target=parties[1],
        attribution=attribution,
    )


def _party(party: Party | None, mapping: Places) -> Party | None:
    span = mapping.span(party.start, party.end) if party else None
    if party is None or span is None:
        return None
    return replace(party, start=span[0], end=span[1], text=mapping.copy_text[span[0] : span[1]])


def _attribution(attribution: Attribution, mapping: Places) -> Attribution | None:
    cue, content = mapping.span(*attribution.cue), mapping.span(*attribution.content)
    source = mapping.span(*attribution.source) if attribution.source else None
    if cue is None or content is None or (attribution.source and source is None):
        return None
    return replace(attribution, source=source, cue=cue, content=content)


def _claim(claim: Claim, mapping: Places) -> Claim | None:
    span, weapon = mapping.span(claim.start, claim.end), mapping.span(*claim.evidence.weapon)
    supplier = mapping.span(*claim.evidence.supplier) if claim.evidence.supplier else None
    recipient = mapping.span(*claim.evidence.recipient) if claim.evidence.recipient else None
    if span is None or weapon is None:
        return None
    if (claim.evidence.supplier and supplier is None) or (claim.evidence.recipient and recipient is None):
        return None
    return replace(claim, start=span[0], end=span[1], evidence=ClaimEvidence(weapon, supplier, recipient))
