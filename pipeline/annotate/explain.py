"""What `wirewatch explain --text` prints: names, who says what, events and claims with parse path, rule and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.event_lexicon import lexicon
from pipeline.annotate.events import EventCoder
from pipeline.annotate.registry import Registry, current
from pipeline.records import Attribution, Claim, Event, Mention, Party


def explain(doc: Doc) -> Iterator[str]:
    """The coding of a document, line by line; each section is left out when it is empty."""
    yield from _section("names", [_mention(mention, current()) for mention in doc._.wirewatch_mentions])
    yield from _section("who says what", [_attribution(doc, item) for item in doc._.wirewatch_attributions])
    yield from _section("dates", [f"{doc.text[d.start : d.end]!r} = {d.value}" for d in doc._.wirewatch_dates])
    yield from _section(
        "places",
        [
            f"{doc.text[p.start : p.end]!r} = {p.name} ({p.country}) {p.lat:.2f} {p.lon:.2f}"
            for p in doc._.wirewatch_places
        ],
    )
    for event in doc._.wirewatch_events:
        yield from _section("event " + event.type, list(_event(doc, event)))
    for claim in doc._.wirewatch_claims:
        yield from _section("claim", list(_claim(doc, claim)))


def parse_path(start: Token, end: Token) -> str:
    """The dependencies from one word to another, such as "shells <-dobj- sent -prep-> to -pobj-> Moscow"."""
    up = [start, *start.ancestors]
    down = [end, *end.ancestors]
    meeting = next((token for token in up if token in down), None)
    if meeting is None:
        return f"{start.text} ... {end.text} (no path: different sentences)"
    parts = [start.text]
    for token in up[1 : up.index(meeting) + 1]:
        child = up[up.index(token) - 1]
        parts.append(f"<-{child.dep_}- {token.text}")
    for token in reversed(down[: down.index(meeting)]):
        parts.append(f"-{token.dep_}-> {token.text}")
    return " ".join(parts)


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from (f"  {line}" for line in lines)


def _mention(mention: Mention, registry: Registry) -> str:
    told = " ".join(part for part in (mention.type, mention.country, mention.role) if part)
    if not mention.is_resolved:
        return f"{mention.text!r}: {told}, unresolved, kept as {mention.actor!r}"
    row = registry.actors.get(mention.actor or "")
    basis = f", registry row {row.id} ({row.basis})" if row is not None else ""
    return f"{mention.text!r}: {told}, actor {mention.actor}{basis}"


def _attribution(doc: Doc, item: Attribution) -> str:
    source = doc.text[slice(*item.source)] if item.source else "nobody named"
    return f"{source} | {doc.text[slice(*item.cue)]} ({item.kind}) | {doc.text[slice(*item.content)]}"


def _event(doc: Doc, event: Event) -> Iterator[str]:
    yield f"clause: {doc.text[event.start : event.end]!r}"
    yield f"rule: {event.rule}, confidence {event.confidence:.2f}"
    yield from _reasons(doc, event)
    yield f"mode: {event.mode or 'not told'}, context: {event.context or 'not told'}"
    yield f"modality: {event.modality}{', negated' if event.negated else ''}"
    if event.attribution is not None:
        yield f"said by: {_attribution(doc, event.attribution)}"
    trigger = _token_at(doc, *event.trigger)
    for side, party in (("source", event.source), ("target", event.target)):
        yield f"{side}: {_party(party)}"
        head = _token_at(doc, party.start, party.end) if party is not None else None
        if trigger is not None and head is not None:
            yield f"  path: {parse_path(trigger, head)}"


def _reasons(doc: Doc, event: Event) -> Iterator[str]:
    """What the confidence of an event is made of: each feature with its share of the score."""
    trigger = _token_at(doc, *event.trigger)
    if trigger is None:
        return
    for candidate in EventCoder(lexicon()).candidates(trigger.sent):
        parties = tuple(role.party if role is not None else None for role in (candidate.source, candidate.target))
        if candidate.match.trigger.i == trigger.i and parties == (event.source, event.target):
            parts = candidate.evidence.parts()
            yield "  reasons: " + ", ".join(f"{name} {value:+.1f}" for name, value in parts.items())
            return


def _party(party: Party | None) -> str:
    if party is None:
        return "none found"
    told = " ".join(part for part in (party.country, party.role) if part) or "no known state or role"
    return f"{party.text!r} ({told}; actor {party.actor})"


def _claim(doc: Doc, claim: Claim) -> Iterator[str]:
    yield f"clause: {doc.text[claim.start : claim.end]!r}"
    yield f"rule: {claim.rule}, confidence {claim.confidence:.2f}"
    parties = f"{', '.join(claim.supplier) or 'unknown'} -> {', '.join(claim.recipient) or 'unknown'}"
    yield f"{parties}: {claim.weapon} ({claim.category})"
    yield f"claimant: {claim.claimant} ({claim.claimant_country or 'no state'}), {claim.stance}, {claim.modality}"
    weapon = _token_at(doc, *claim.evidence.weapon)
    for side, span in (("supplier", claim.evidence.supplier), ("recipient", claim.evidence.recipient)):
        head = _token_at(doc, *span) if span is not None else None
        if weapon is not None and head is not None:
            yield f"path to the {side}: {parse_path(weapon, head)}"


def _token_at(doc: Doc, start: int, end: int) -> Token | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None else None
