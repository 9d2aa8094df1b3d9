"""Reads what a sentence tells twice with one verb: "sent tanks to Chad and howitzers to Mali"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from pipeline.annotate.claim_frames import VerbFrame
from pipeline.annotate.claim_nationality import nationality
from pipeline.annotate.claim_party import PartyReading
from pipeline.annotate.claim_phrases import PhraseReader
from pipeline.annotate.claim_slots import Slot, TransferReading
from pipeline.annotate.claim_syntax import is_verb
from pipeline.annotate.weapons import WeaponMention

RECEIVING = frozenset({"to", "for"})
LONGEST_GAP = 9  # tokens between the first receiver and the second weapon


def repeated_without_verb(
    sentence: Span, readings: Sequence[TransferReading], weapons: Sequence[WeaponMention], phrases: PhraseReader
) -> list[TransferReading]:
    """The readings of further weapons that have a receiver of their own, and no verb.

    A weapon found that way is taken out of the reading of the verb, which the parser often gives it to.
    """
    found: list[TransferReading] = []
    for reading in readings:
        frame = reading.frame
        is_giving = frame.subject == "supplier" if isinstance(frame, VerbFrame) else frame.owner == "supplier"
        if not is_giving or not reading.weapons:
            continue
        first = min(reading.weapons, key=lambda weapon: weapon.start)
        for weapon in weapons:
            receivers = _receivers_after(weapon, sentence, phrases)
            if weapon.start <= first.end or not receivers or not _is_parallel(sentence, first, weapon):
                continue
            second = replace(
                reading,
                weapons=[weapon],
                supplier=_giver_before(weapon, sentence, phrases) or replace(reading.supplier),
                recipient=Slot(receivers, "grammar"),
                intermediary=Slot(),
                is_apart=True,
            )
            reading.weapons = [item for item in reading.weapons if item != weapon]
            before = _receivers_after(first, sentence, phrases)
            if before:
                reading.recipient = Slot(before, "grammar")
            found.append(second)
    return found


def _is_parallel(sentence: Span, first: WeaponMention, second: WeaponMention) -> bool:
    """Whether "to X and" stands between the two weapons, and no verb."""
    between = sentence.doc[first.end : second.start]
    joints = [t.i for t in between if t.lower_ in {"and", "while"}]
    if not joints or any(is_verb(t) for t in between):
        return False
    return any(t.lower_ in RECEIVING for t in between if t.i < joints[-1]) and second.start - joints[-1] <= LONGEST_GAP


def _receivers_after(weapon: WeaponMention, sentence: Span, phrases: PhraseReader) -> list[PartyReading]:
    """The party right after the weapon and "to"."""
    doc = sentence.doc
    if weapon.end + 1 >= sentence.end or doc[weapon.end].lower_ not in RECEIVING:
        return []
    head = _noun_from(doc[weapon.end + 1], sentence)
    reading = phrases.parties.read(head) if head is not None else None
    return [reading] if reading is not None and reading.countries else []


def _noun_from(token: Token, sentence: Span) -> Token | None:
    """The last noun of the phrase that begins here: the "army" of "the Malian army"."""
    last = None
    for following in sentence.doc[token.i : sentence.end]:
        if following.pos_ in {"NOUN", "PROPN"}:
            last = following
        elif following.pos_ not in {"DET", "ADJ", "NUM"} and following.text not in {"'s", "’s", "-"}:
            break
    return last


def _giver_before(weapon: WeaponMention, sentence: Span, phrases: PhraseReader) -> Slot | None:
    """Another supplier named before the second weapon: "and *Norway* howitzers to Estonia"."""
    for token in reversed(sentence.doc[sentence.start : weapon.start]):
        if token.lower_ in {"and", "while"}:
            return None
        mention = token._.wirewatch_mention
        if token.pos_ == "PROPN" and mention is not None and mention.type == "GPE" and mention.country:
            reading = nationality(token, phrases.parties.catalog)
            return Slot([reading], "grammar") if reading is not None else None
    return None
