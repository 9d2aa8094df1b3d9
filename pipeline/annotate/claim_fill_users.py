"""Fills the roles of a transfer from others around it: who uses or keeps the goods, licenses them, is acted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_party import named_others, others
from pipeline.annotate.claim_phrases import PhraseReader
from pipeline.annotate.claim_slots import TransferReading
from pipeline.annotate.claim_syntax import agent_of, governing_verb, is_passive, is_verb, subject_of
from pipeline.annotate.weapons import WeaponMention

PERMITS = frozenset(
    {"licence", "license", "approval", "permission", "permit", "authorization", "authorisation", "licensing"}
)
FINDING = frozenset({"find", "recover", "seize", "capture", "confiscate", "take"})
HELD_BY = frozenset({"on", "with", "from", "among"})


def fill_from_user(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """Who uses the goods has received them: "rebels firing a rocket supplied by Chad"."""
    if reading.recipient.is_told or not reading.supplier.countries:
        return
    verb, taken = reading.trigger, set(reading.supplier.countries)
    using = phrases.frames.words["using"]
    for weapon in reading.weapons:
        for clause in verb.doc[weapon.head].children:
            if clause.i == verb.i:
                continue
            is_participle = clause.dep_ == "acl" and clause.tag_ == "VBN"
            if is_participle and clause.lemma_.lower() in FINDING:  # "rifles found on militants in Chad"
                holders = phrases.parties_under(clause, HELD_BY, weapons)
                reading.recipient.fill(named_others(holders, taken), "control")
            if clause.lemma_.lower() in using:
                user = agent_of(clause) if is_participle else _doer(clause) if clause.dep_ == "relcl" else None
                reading.recipient.fill(others(phrases.parties_of(user, weapons), taken), "control")
    if verb.tag_ == "VBN" and is_passive(verb):
        for user in _users_above(reading, using):
            reading.recipient.fill(others(phrases.parties_of(user, weapons), taken), "control")


def _doer(clause: Token) -> Token | None:
    """The subject of "the shells that Chad fires", be it no pronoun."""
    return next((c for c in clause.children if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)


def _users_above(reading: TransferReading, using: frozenset[str]) -> Iterator[Token]:
    """The subjects of verbs of using whose object the goods are: the rebels of "rebels firing a rocket supplied by"."""
    for weapon in reading.weapons:
        head = reading.trigger.doc[weapon.head]
        user = head.head if head.dep_ in {"dobj", "pobj"} else None
        if user is not None and user.pos_ == "ADP":
            user = user.head
        if user is None or not is_verb(user) or user.i == reading.trigger.i or user.lemma_.lower() not in using:
            continue
        subject = subject_of(user)
        if subject is not None:
            yield subject


def fill_from_keeper(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """Who has what was bought: "flies jets acquired from Oman"."""
    if reading.recipient.is_told or not reading.supplier.countries:
        return
    above = next((token for token in reading.trigger.ancestors if is_verb(token)), None)
    if above is not None and above.lemma_.lower() in phrases.frames.words["using"]:
        told = phrases.parties_of(subject_of(above), weapons)
        reading.recipient.fill(named_others(told, set(reading.supplier.countries)), "control")


def fill_on_behalf(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """ "brokers acting on behalf of X": X supplies."""
    for token in reading.trigger.sent:
        if token.lower_ == "behalf" and not reading.supplier.countries:
            principals = phrases.parties_under(token, {"of"}, weapons)
            reading.supplier.fill(named_others(principals, set(reading.recipient.countries)), "control")


def fill_from_licence(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> bool:
    """Whether goods are built under a foreign licence; the licenser supplies."""
    verb, taken = reading.trigger, set(reading.recipient.countries)
    permits = [t for t in verb.sent if t.lemma_.lower() in PERMITS and t.pos_ in {"NOUN", "VERB"}]
    for permit in permits:
        givers = phrases.parties_under(permit, {"from", "by"}, weapons)
        reading.supplier.fill(named_others(givers, taken), "grammar")
        governor = permit if is_verb(permit) else governing_verb(permit)
        giver = subject_of(governor) if governor is not None and governor.i != verb.i else None
        reading.supplier.fill(named_others(phrases.parties_of(giver, weapons), taken), "control")
    return bool(permits)
