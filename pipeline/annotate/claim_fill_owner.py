"""Fills a role of a transfer noun from whose transfer it is: subjects, possessors and clauses of the words above it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_goods import weapon_at
from pipeline.annotate.claim_nationality import nationalities
from pipeline.annotate.claim_party import named_others, others
from pipeline.annotate.claim_phrases import STOPS, PhraseReader
from pipeline.annotate.claim_slots import TransferReading
from pipeline.annotate.claim_syntax import governing_verb, governors, is_verb, owner_of, prepositions_of
from pipeline.annotate.weapons import WeaponMention

# Nouns of giving and verbs of ending whose subject gives itself: "stopped all military aid to".
GIVING = frozenset({"aid", "assistance", "support", "export", "sale"})
ENDING = frozenset({"stop", "halt", "end", "cease", "freeze", "suspend", "pause", "resume"})


def fill_from_owner(
    reading: TransferReading, role: str, weapons: Sequence[WeaponMention], phrases: PhraseReader
) -> None:
    """Who owns the transfer: the subject of the verb that governs it, a country before a noun above it."""
    noun, slot = reading.trigger, reading.slot(role)
    taken = set(reading.recipient.countries) | set(reading.supplier.countries)
    _fill_from_whole(reading, role, taken, phrases)
    verb, owner = governing_verb(noun), owner_of(noun)
    is_owned = verb is None or _is_own(noun, verb, phrases)
    if verb is not None and not is_owned:
        slot.fill(named_others(phrases.parties_of(_blamed(verb, noun), weapons), taken), "control")
    if owner is not None and owner.dep_ != "poss" and is_owned:
        told = others(phrases.parties_of(owner, weapons), taken)
        slot.fill([party for party in told if party.kind != "bloc"], "control")
    words = phrases.frames.words
    deciding = words["planned"] | words["stopped"]
    for clause in noun.subtree:
        if clause.dep_ == "relcl" and clause.lemma_.lower() in deciding:
            slot.fill(named_others(phrases.parties_of(_doer(clause), weapons), taken), "control")
    for token in (noun, *noun.ancestors):
        if token.pos_ != "NOUN" or slot.is_told:
            break
        for clause in token.children:
            if clause.dep_ == "relcl" and clause.lemma_.lower() not in words["not_owner"]:
                slot.fill(named_others(phrases.parties_of(_doer(clause), weapons), taken), "control")
    _fill_from_nouns_above(reading, role, taken, weapons, phrases)


def _fill_from_whole(reading: TransferReading, role: str, taken: set[str], phrases: PhraseReader) -> None:
    """ "X's ties with Y, including the transfer of": the transfer is part of what X does with Y."""
    noun = reading.trigger
    part = next((head for head, _ in governors(noun) if head.lower_ == "including"), None)
    if part is None:
        return
    for token in reversed(noun.doc[noun.sent.start : part.i]):
        if token.text in STOPS:
            return
        if token.dep_ in {"poss", "amod", "compound", "nsubj"}:
            named = others(nationalities(token, phrases.parties.catalog), taken)
            if named:
                reading.slot(role).fill(named[:1], "control")
                return


def _is_own(noun: Token, verb: Token, phrases: PhraseReader) -> bool:
    """Whether the subject of a verb does what the noun under it tells: "stopped all aid", but not "condemned a sale"."""
    if verb.lemma_.lower() not in phrases.frames.words["not_owner"]:
        return True
    return noun.lemma_.lower() in GIVING and verb.lemma_.lower() in ENDING and noun.head == verb


def _blamed(verb: Token, noun: Token) -> Token | None:
    """Whose transfer it is in "criticised Oman for the sale of", "protested to Oman about the sale of"."""
    for child in verb.children:
        if child.dep_ == "dobj" and child.i < noun.i and not child.is_ancestor(noun):
            return child
    if verb.lemma_.lower() in {"protest", "complain", "appeal", "object"}:
        return next((pobj for prep, pobj in prepositions_of(verb) if prep in {"to", "with"} and pobj.i < noun.i), None)
    return None


def _doer(clause: Token) -> Token | None:
    """The subject of a relative clause: the Oman of "the sale that Oman halted"."""
    return next((child for child in clause.children if child.dep_ == "nsubj"), None)


def _fill_from_nouns_above(
    reading: TransferReading, role: str, taken: set[str], weapons: Sequence[WeaponMention], phrases: PhraseReader
) -> None:
    """The nationality before a noun that governs the transfer, or its possessor: "Oman's plan for the sale of"."""
    for head, child in governors(reading.trigger):
        if reading.slot(role).is_told or is_verb(head) or child.dep_ in {"relcl", "nsubj", "conj"}:
            return
        if head.pos_ not in {"NOUN", "PROPN"} or weapon_at(head, weapons) is not None:
            continue
        above = others(phrases.nationalities_before(head, ()), taken)
        for owned in head.children:
            if owned.dep_ == "poss":
                above += others(phrases.parties_of(owned, weapons), taken)
        reading.slot(role).fill(above[:1], "control")
