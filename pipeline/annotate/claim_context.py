"""Fills the parties that a frame left open from the words around: "bound for", "the island", "the rebels"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Doc, Span

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_parties import ANAPHORS, PartyReader, PartyReading
from pipeline.annotate.claim_slots import Slot
from pipeline.annotate.claim_syntax import is_passive, is_verb, surface_subject
from pipeline.annotate.claim_voice import Voice
from pipeline.records import Mention

BOUND = frozenset(
    {
        "bound",
        "destined",
        "headed",
        "heading",
        "en",
        "intended",
        "meant",
        "addressed",
        "travelling",
        "traveling",
        "sailing",
        "way",
    }
)
ANSWERS = frozenset({"deny", "admit", "acknowledge", "confirm", "concede", "announce"})
FARTHEST_WORDS = 9  # words between a trigger and "bound for"


def fill_from_context(transfer: Transfer, sentence: Span, reader: PartyReader) -> None:
    """Fill roles that the frame left open: "bound for", "the island", rebels whose country is told nearby."""
    doc = sentence.doc
    if not transfer.recipient.countries:
        bound = _bound_for(transfer, sentence, reader)
        if bound is not None:
            transfer.recipient.parties, transfer.recipient.basis = [bound], "linear"
    if (
        transfer.supplier.countries
        and not transfer.recipient.is_told
        and transfer.frame_id in {"send", "supply", "provide"}
    ):
        group = _group_in(sentence, reader, set(transfer.supplier.countries))
        if group is not None:
            transfer.recipient.parties, transfer.recipient.basis = [group], "context"
    if transfer.frame_id == "arrive" and transfer.supplier.countries and not transfer.recipient.is_told:
        home = _speaker_at_home(transfer, reader)
        if home is not None:
            transfer.recipient.parties, transfer.recipient.basis = [home], "context"
    for slot, other in ((transfer.recipient, transfer.supplier), (transfer.supplier, transfer.recipient)):
        _resolve_vague(slot, other, doc, sentence)


def fill_from_answer(transfer: Transfer, voice: Voice | None, *, is_negated: bool) -> None:
    """Who denies or admits that "arms were sent" to somebody answers for sending them."""
    if voice is None or voice.cue is None or voice.country is None or not voice.is_official:
        return
    trigger = transfer.trigger
    is_given = is_passive(trigger) if is_verb(trigger) else transfer.rule in {"noun:sale", "noun:shipment"}
    is_open = is_given and not transfer.supplier.parties
    is_answer = is_negated or voice.cue.lemma_.lower() in ANSWERS
    if is_open and is_answer and voice.country not in transfer.recipient.countries:
        span = (voice.start, voice.end)
        transfer.supplier.fill([PartyReading((voice.country,), "state", *span, "context")], "context")


def _speaker_at_home(transfer: Transfer, reader: PartyReader) -> PartyReading | None:
    """The state whose office says that something "has arrived": it came to where the speaker is."""
    for verb in transfer.trigger.ancestors:
        subject = surface_subject(verb) if is_verb(verb) else None
        if subject is None or subject.is_ancestor(transfer.trigger):
            continue
        told = reader.read(subject)
        if told is not None and told.kind == "state" and len(told.countries) == 1:
            return told if told.countries != transfer.supplier.countries else None
    return None


def drop_guesses(transfer: Transfer) -> None:
    """Take back a guessed country ("the rebels") where it is the other side's: nobody supplies itself."""
    for slot, other in ((transfer.recipient, transfer.supplier), (transfer.supplier, transfer.recipient)):
        if set(slot.countries) & set(other.countries) and all(party.basis == "context" for party in slot.parties):
            slot.parties = [replace(party, countries=()) for party in slot.parties]
            slot.basis = "none"


def _bound_for(transfer: Transfer, sentence: Span, reader: PartyReader) -> PartyReading | None:
    """The destination in "a ship bound for Sudan", "destined for rebels in Mali"."""
    for token in sentence:
        if token.lower_ not in BOUND or token.i < min(transfer.trigger.i, transfer.main.start) - FARTHEST_WORDS:
            continue
        for following in token.doc[token.i + 1 : min(token.i + 4, sentence.end)]:
            if following.lower_ in {"for", "to", "towards", "toward"} and following.pos_ in {"ADP", "PART", "SCONJ"}:
                for child in following.children:
                    if child.dep_ == "pobj":
                        reading = reader.read(child)
                        if (
                            reading is not None
                            and reading.countries
                            and not set(reading.countries) & set(transfer.supplier.countries)
                        ):
                            return reading
    return None


def _group_in(sentence: Span, reader: PartyReader, taken: set[str]) -> PartyReading | None:
    """The only armed group that the sentence names: whom a supplier fights beside, it supplies."""
    readings = [
        reading
        for token in sentence
        if token.pos_ == "NOUN"
        and token.dep_ in {"pobj", "dobj", "conj"}
        and (reading := reader.read(token)) is not None
    ]
    groups = [reading for reading in readings if reading.is_group and not set(reading.countries) & taken]
    return groups[0] if len(groups) == 1 else None


def _resolve_vague(slot: Slot, other: Slot, doc: Doc, sentence: Span) -> None:
    """Give a country to "the island" and "the rebels": the one named nearest before, and most often around."""
    if slot.countries or not slot.parties:
        return
    party = slot.parties[0]
    span = doc.char_span(party.start, party.end, alignment_mode="expand")
    if span is None or party.kind == "bloc":
        return
    lemma = span.root.lemma_.lower()
    excluded = set(other.countries)
    is_definite = any(child.dep_ == "det" and child.lower_ in {"the", "this", "that"} for child in span.root.children)
    country: str | None = None
    if lemma in ANAPHORS and is_definite and span.root.tag_ == "NN":
        country = _last_country_before(doc, party.start, excluded)
    elif party.is_group:
        country = _country_around(doc, sentence, party.start, excluded)
    if country is not None:
        slot.parties = [PartyReading((country,), party.kind, party.start, party.end, "context")]
        slot.basis = "context"


def _mentions(doc: Doc) -> list[Mention]:
    return [
        mention
        for mention in doc._.wirewatch_mentions
        if mention.country and mention.type in {"GPE", "NORP", "ROLE", "LOC"}
    ]


def _last_country_before(doc: Doc, position: int, excluded: set[str]) -> str | None:
    before = [m for m in _mentions(doc) if m.end <= position and m.country not in excluded]
    subjects = [
        m for m in before if (span := doc.char_span(m.start, m.end)) and span.root.dep_ in {"nsubj", "nsubjpass"}
    ]
    return (subjects or before)[-1].country if before else None


def _country_around(doc: Doc, sentence: Span, position: int, excluded: set[str]) -> str | None:
    """The country nearest in the sentence, else the one most often named in the text."""
    mentions = [m for m in _mentions(doc) if m.country not in excluded]
    inside = [m for m in mentions if sentence.start_char <= m.start < sentence.end_char]
    if inside:
        return min(inside, key=lambda m: abs(m.start - position)).country
    counts = Counter(m.country for m in mentions)
    return counts.most_common(1)[0][0] if counts else None
