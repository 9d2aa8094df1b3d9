"""Fills the roles of a transfer from its goods: their nationality, who made them, whose they are."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_frames import VerbFrame
from pipeline.annotate.claim_goods import nationals_before
from pipeline.annotate.claim_nationality import nationalities, nationality
from pipeline.annotate.claim_party import PartyReading, named_others, others
from pipeline.annotate.claim_phrases import PhraseReader
from pipeline.annotate.claim_slots import TransferReading
from pipeline.annotate.claim_syntax import is_passive, prepositions_of
from pipeline.annotate.weapons import WeaponMention

MAKING = frozenset({"build", "make", "manufacture", "produce", "assemble"})


def fill_from_goods(reading: TransferReading, phrases: PhraseReader) -> None:
    """The nationality of the goods names the supplier where nobody else does; a possessor may be the receiver."""
    doc = reading.trigger.doc
    for weapon in reading.weapons:
        head = doc[weapon.head]
        named = _nationalities_of(weapon, head, phrases)
        taken = set(reading.recipient.countries)
        if reading.frame.id == "upgrade":  # "Italy refits Omani frigates": they are the receiver's
            owned = _owners_of(head, phrases) or named
            reading.recipient.fill(others(owned, set(reading.supplier.countries)), "control")
            continue
        fresh = others(named, taken)
        if fresh:
            reading.origins[weapon] = fresh
        reading.supplier.fill(fresh, "nationality")
        reading.supplier.fill(_makers_of(head, taken, phrases), "nationality")
        _fill_from_owner(head, reading, phrases)
    if reading.supplier.countries and not reading.recipient.is_told:
        for weapon in reading.weapons:
            for child in doc[weapon.head].children:
                owner = phrases.parties.read(child) if child.dep_ == "poss" else None
                if owner is not None:
                    reading.recipient.fill(others([owner], set(reading.supplier.countries)), "control")


def _nationalities_of(weapon: WeaponMention, head: Token, phrases: PhraseReader) -> list[PartyReading]:
    """The nationalities inside the name of a weapon, else before it, in the order of the text."""
    doc, catalog = head.doc, phrases.parties.catalog
    inside = [doc[i] for i in range(weapon.start, weapon.end) if nationality(doc[i], catalog)]
    before = inside or list(nationals_before(doc, weapon.start, doc[weapon.start].sent.start))[::-1]
    return [party for token in before for party in nationalities(token, catalog)]


def _makers_of(goods: Token, taken: set[str], phrases: PhraseReader) -> list[PartyReading]:
    """The country of "a vessel built in Oman", "rifles made by Beretta", "pistols of Turkish origin"."""
    found: list[PartyReading] = []
    for prep, pobj in prepositions_of(goods):
        if prep == "of" and pobj.lemma_.lower() in {"origin", "make", "manufacture", "design", "production"}:
            found += others(phrases.nationalities_before(pobj, ()), taken)
    clauses = [clause for clause in goods.children if clause.dep_ == "acl"]
    if goods.dep_ == "nsubjpass":  # "the rifles were made in Oman, and sold to"
        clauses.append(goods.head)
    for clause in clauses:
        if clause.lemma_.lower() in MAKING:
            pairs = [(prep, pobj) for prep, pobj in prepositions_of(clause) if prep in {"in", "by"}]
            found += named_others((party for _, pobj in pairs for party in phrases.parties.read_all(pobj)), taken)
    return found


def _owners_of(goods: Token, phrases: PhraseReader) -> list[PartyReading]:
    """Whose goods they are: the possessor."""
    owners = [phrases.parties.read(child) for child in goods.children if child.dep_ == "poss"]
    return [owner for owner in owners if owner is not None and owner.countries]


def _fill_from_owner(goods: Token, reading: TransferReading, phrases: PhraseReader) -> None:
    """Whose goods they are before: "buys Peru's surplus jets", "its drones were delivered to"."""
    subject = reading.frame.subject if isinstance(reading.frame, VerbFrame) else None
    is_bought = subject == "recipient" or reading.frame.id in {"buyer", "purchase"}
    is_given = subject == "supplier" and is_passive(reading.trigger)
    if not (is_bought or is_given) or not reading.recipient.is_told or reading.supplier.is_told:
        return
    taken = set(reading.recipient.countries)
    for child in goods.children:
        owned = next(iter(child.children), None) if child.dep_ == "prep" and child.lower_ == "of" else None
        is_ours = owned is not None and owned.lower_ in {"ours", "theirs"}  # "not one rifle of ours"
        named = owned if is_ours else child if child.dep_ == "poss" else None
        owner = phrases.parties.read(named) if named is not None else None
        if owner is not None:
            reading.supplier.fill(named_others([owner], taken), "control")
