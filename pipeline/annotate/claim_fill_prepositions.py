"""Fills the roles of a transfer from prepositions and subjects: by the grammar, else by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_frames import VerbFrame
from pipeline.annotate.claim_nationality import place_of
from pipeline.annotate.claim_party import PartyReading, named_others
from pipeline.annotate.claim_phrases import FARTHEST, STOPS, PhraseReader
from pipeline.annotate.claim_slots import OPPOSITE, TransferReading
from pipeline.annotate.claim_syntax import governing_verb, is_passive, is_verb, prepositions_of
from pipeline.annotate.weapons import WeaponMention

# Roles of the frames that are no side of the transfer.
NO_SIDES = frozenset({"weapon", "carrier", "partner", "partners"})


def fill_from_prepositions(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """Roles that prepositions of the trigger, its goods and its governing verb give."""
    frame = reading.frame
    found: dict[str, list[tuple[str, list[PartyReading]]]] = {}
    seen: set[int] = set()
    for prep, pobj in _prepositions_around(reading):
        role: str | None = frame.preps.get(prep)
        if prep == "by" and pobj.lower_ in {"way", "means"} and "via" in frame.preps:
            role = "intermediary"
        if role is None or pobj.i in seen or role in NO_SIDES:
            continue
        seen.add(pobj.i)
        parties = phrases.parties_of(pobj, weapons)
        if role == "intermediary" and not any(party.countries for party in parties):
            place = place_of(pobj, phrases.parties.catalog)
            parties = [place] if place is not None else parties
        if parties:
            found.setdefault("recipient" if role == "beneficiary" else role, []).append((prep, parties))
    for role, options in found.items():
        prep, told = min(options, key=lambda option: option[0] == "for")
        is_way = role == "supplier" and reading.supplier.countries and isinstance(frame, VerbFrame) and prep == "from"
        if not is_way:
            reading.slot(role).fill(told, "grammar")
        elif reading.supplier.countries != tuple(country for party in told for country in party.countries):
            reading.intermediary.fill(told, "grammar")


def _prepositions_around(reading: TransferReading) -> Iterator[tuple[str, Token]]:
    """The prepositions with their nouns of the trigger, of its goods, and of the verb above it."""
    trigger = reading.trigger
    yield from prepositions_of(trigger)
    for weapon in reading.weapons:
        yield from prepositions_of(trigger.doc[weapon.head])
    verb = governing_verb(trigger) if not is_verb(trigger) else None
    if verb is not None:
        pairs = prepositions_of(verb)
        yield from ((prep, pobj) for prep, pobj in pairs if pobj.i > trigger.i and prep in {"to", "from"})
    if reading.frame.id == "carry" and trigger.dep_ == "acl" and is_verb(trigger.head.head):
        # "a train carrying rifles crossed from Chad into Sudan"
        pairs = prepositions_of(trigger.head.head)
        yield from ((prep, pobj) for prep, pobj in pairs if prep in {"from", "to", "into"})


def fill_by_position(
    reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader, barriers: frozenset[int]
) -> None:
    """Prepositions that the parse hung elsewhere: "to Sudan", "from Serbia" after the trigger and its goods."""
    doc, trigger = reading.trigger.doc, reading.trigger
    goods_end = max((weapon.end for weapon in reading.weapons), default=trigger.i + 1)
    start = min(trigger.i + 1, goods_end)
    for index in range(start, min(trigger.sent.end, start + FARTHEST)):
        token = doc[index]
        is_other = index in barriers and index > goods_end and is_verb(token) and index != trigger.i
        if token.text in STOPS or is_other or token.lower_ in {"while", "whereas"}:
            return
        role: str | None = reading.frame.preps.get(token.lower_)
        heads = [child for child in token.children if child.dep_ == "pobj"]
        if role == "intermediary":
            places = [place for head in heads for place in phrases.parties_of(head, weapons)]
            reading.intermediary.fill([place for place in places if place.countries], "linear")
        if (
            role not in {"supplier", "recipient"}
            or token.lower_ in {"by", "with", "for", "into"}
            or token.pos_ not in {"ADP", "PART", "SCONJ"}
        ):
            continue
        taken = set(reading.slot(OPPOSITE[role]).countries)
        if not heads and token.lower_ == "to":  # the parser took a name after "to" for a verb
            heads = [t for t in doc[index + 1 : index + 3] if t._.wirewatch_mention is not None][:1]
        for head in heads:
            reading.slot(role).fill(named_others(phrases.parties_of(head, weapons), taken), "linear")


def fill_subject_by_position(
    reading: TransferReading, role: str, weapons: Sequence[WeaponMention], phrases: PhraseReader
) -> None:
    """The nearest subject before a verb that names a country, where the parse gives none."""
    trigger, slot = reading.trigger, reading.slot(role)
    taken = set(reading.slot(OPPOSITE[role]).countries)
    if slot.is_told or trigger.dep_ == "pcomp" or (slot.parties and slot.parties[0].kind == "unknown"):
        return
    if is_verb(trigger.head) and is_passive(trigger.head) and trigger.dep_ in {"xcomp", "advcl"}:
        return
    before = [t for t in trigger.doc[trigger.sent.start : trigger.i] if t.pos_ not in {"AUX", "ADV", "PART"}]
    last = before[-1] if before else None
    if last is not None and last.dep_ == "conj" and trigger.tag_ in {"VBD", "VBZ", "VBP"}:
        mention = last._.wirewatch_mention
        told = phrases.parties.read(last) if mention is not None and mention.type in {"ORG", "GPE", "PER"} else None
        slot.fill(named_others([told], taken) if told is not None else (), "linear")
    for token in reversed(trigger.doc[trigger.sent.start : trigger.i]):
        if slot.is_told or token.text in STOPS:
            return
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i <= trigger.i:
            slot.fill(named_others(phrases.parties_of(token, weapons), taken), "linear")
