"""Tells weapons that are handed over from weapons that their owner moves or fires: "Czech howitzers reached Mali".

An arrival says itself nothing of a transfer: an attack ("Russian missiles reached Kyiv") and a deployment ("British jets
landed in Poland") read the same. What tells them apart are the two sides, the words around and the kind of weapon.
"""

from __future__ import annotations

from spacy.tokens import Span

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_merge import Transfer

ARRIVALS = frozenset({"arrive", "reach", "leave", "be-in"})
ABILITY = frozenset({"can", "could", "able", "capable", "enough"})
# They come by themselves, so that their owner may bring them; a drone is sent.
SELF_MOVING = frozenset({"aircraft", "ships"})
UNCREWED = ("drone", "uav", "bayraktar", "shahed", "quadcopter")
# Kept where the owner's troops stand, too.
FIELDED = frozenset({"armoured-vehicles", "air-defence"})
FRESH = frozenset({"first", "second", "third", "last", "latest", "final", "remaining", "new", "more", "additional"})
LONGEST_PHRASE = 7  # tokens before a weapon in which "the first ten" may stand


def is_handed_over(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether weapons of one country that come to another are given to it."""
    suppliers, recipients = set(transfer.supplier.countries), set(transfer.recipient.countries)
    if not suppliers or not recipients:
        return False
    pairs = {f"{one}-{two}" for one in suppliers | recipients for two in suppliers | recipients}
    words = _words_around(transfer, sentence)
    if pairs & frames.words["foes"] or words & frames.words["striking"] or words & ABILITY:
        return False
    is_owned = transfer.recipient.basis == "control"  # "Oman's Italian frigates arrived": they are the receiver's
    if is_owned or words & frames.words["handing_over"]:
        return True
    if words & frames.words["staying"]:
        return False
    is_fresh = bool(_words_before(transfer, sentence) & FRESH)
    name = transfer.weapon_text(sentence.doc).lower()
    if transfer.category in SELF_MOVING and not any(word in name for word in UNCREWED):
        return is_fresh and not recipients & frames.words["hosts"]
    return is_fresh or transfer.category not in FIELDED or not recipients & frames.words["hosts"]


def _words_around(transfer: Transfer, sentence: Span) -> set[str]:
    """Lemmas and forms of the sentence without the words of the weapons."""
    goods = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    return {word for token in sentence if token.i not in goods for word in (token.lemma_.lower(), token.lower_)}


def _words_before(transfer: Transfer, sentence: Span) -> set[str]:
    """The words of the weapon's phrase: "the first ten Danish"."""
    start = max(sentence.start, transfer.main.start - LONGEST_PHRASE)
    return {token.lower_ for token in sentence.doc[start : transfer.main.end]}
