"""What a sentence with weapons is not: a rule, an attack, a deployment, a surrender, civil life, a figure of speech."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from pipeline.annotate.claim_civil_life import is_at_home, is_for_civil_use, is_plain_aid, is_rescue, is_sport
from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_own_moves import is_attack, is_deployment, is_given_back, is_own_move, is_surrender
from pipeline.annotate.claim_rules import is_only_descriptive, is_rule
from pipeline.annotate.weapons import WeaponMention

# Verbs and weapons of figures of speech: "lend ammunition to", "found a weapon in".
GIVING = frozenset({"give", "provide", "hand", "offer", "supply", "lend", "find"})
FIGURES = ("ammunition", "weapon", "ammo", "arsenal", "shield", "armor", "armour")


def is_no_transfer(transfer: Transfer, sentence: Span, frames: FrameCatalog, weapons: Sequence[WeaponMention]) -> bool:
    """Whether the sentence speaks of something else; `weapons` are all of its weapons."""
    goods = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    lemmas = {token.lemma_.lower() for token in sentence if token.i not in goods}
    return (
        _is_nuclear(transfer)
        or is_only_descriptive(transfer.trigger)
        or is_rule(transfer, lemmas)
        or is_attack(transfer, lemmas)
        or is_deployment(transfer, lemmas)
        or is_own_move(transfer)
        or is_surrender(transfer)
        or is_given_back(transfer)
        or is_rescue(lemmas)
        or is_at_home(transfer, lemmas)
        or is_for_civil_use(transfer)
        or is_plain_aid(transfer)
        or is_sport(lemmas, frames)
        or _is_vague(transfer, sentence, frames, weapons)
        or _is_figure(transfer)
    )


def _is_nuclear(transfer: Transfer) -> bool:
    """Whether nuclear arms are spoken of: who has them is no question of supply."""
    doc, main = transfer.trigger.doc, transfer.main
    words = {token.lower_ for token in doc[main.start : main.end]}
    return "nuclear" in words or (main.start > 0 and doc[main.start - 1].lower_ == "nuclear")


def _is_vague(transfer: Transfer, sentence: Span, frames: FrameCatalog, weapons: Sequence[WeaponMention]) -> bool:
    """Whether nothing but weak words stands for the weapons: "planes", "equipment" in a sentence without arms."""
    is_weak = all(weapon.strength == "weak" for weapon in transfer.weapons)
    has_other = any(weapon.strength == "strong" and weapon not in transfer.weapons for weapon in weapons)
    return is_weak and not has_other and not _is_military_talk(transfer, sentence, frames)


def _is_military_talk(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether the sentence speaks of arms apart from the weak word itself: "planes", "vehicles", "equipment"."""
    taken = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    named = {token.lower_ for token in sentence.doc[transfer.main.start : transfer.main.end]}
    if named & {"launcher", "launchers"} and not named & {"space", "satellite", "rubber", "app"}:
        return True
    words = frames.words["military_talk"]
    sides = (*transfer.supplier.parties, *transfer.recipient.parties)
    is_between_states = bool(transfer.supplier.countries and transfer.recipient.countries) and all(
        party.kind == "state" for party in sides
    )
    if is_between_states and transfer.main.text(sentence.doc).lower().endswith(
        ("helicopter", "helicopters", "jet", "jets")
    ):
        return True
    return any(token.i not in taken and (token.lemma_.lower() in words or token.lower_ in words) for token in sentence)


def _is_figure(transfer: Transfer) -> bool:
    """ "gave ammunition to her critics": a gift of a weapon to nobody that can be a party."""
    if transfer.trigger.lemma_.lower() not in GIVING:
        return False
    doc, main = transfer.trigger.doc, transfer.main
    is_to_nobody = not transfer.recipient.countries or doc[main.start].lower_ in {"much", "plenty", "fresh"}
    return is_to_nobody and doc[main.head].tag_ == "NN" and main.text(doc).lower().endswith(FIGURES)
