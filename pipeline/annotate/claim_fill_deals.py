"""Fills the roles of a transfer from deals: exchanges, partners of a buyer, and the sides of a deal or contract."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_fill_goods import fill_from_goods
from pipeline.annotate.claim_goods import weapon_at
from pipeline.annotate.claim_party import PartyReading, named_others, others
from pipeline.annotate.claim_phrases import FARTHEST, PhraseReader
from pipeline.annotate.claim_slots import OPPOSITE, Slot, TransferReading
from pipeline.annotate.claim_syntax import governing_verb, governors, is_verb, prepositions_of, subject_of
from pipeline.annotate.weapons import WeaponMention
from pipeline.annotate.words import wordset

# Nouns of dealing: "talks with Oman over buying", "a contract with Oman to buy".
DEALINGS = wordset("deal contract agreement accord pact talk talks negotiation cooperation arrangement discussion")
# Verbs whose subject speaks of its own deal where only the partner is named: "confirmed talks with Oman on".
OWNING_UP = frozenset({"confirm", "announce", "acknowledge", "admit", "disclose", "reveal", "deny"})
SPEAKING = frozenset({"say", "tell", "announce", "confirm", "report", "disclose"})
BOTH = frozenset({"country", "side", "nation", "state", "both", "neighbour", "ally"})


def fill_from_exchange(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """ "X offers technology to Y in return for rockets": what comes in return goes the other way."""
    trigger = reading.trigger
    for token in (trigger, *(trigger.doc[weapon.head] for weapon in reading.weapons)):
        for above in list(token.ancestors)[:5]:
            if above.lower_ not in {"return", "exchange", "payment"}:
                continue
            verb = governing_verb(above)
            if verb is None or verb.i == trigger.i:
                continue
            pairs = prepositions_of(verb)
            receivers = [pobj for prep, pobj in pairs if prep in {"to", "with"} and pobj.i < above.i]
            receivers += [child for child in verb.children if child.dep_ in {"dative", "dobj"} and child.pos_ != "ADP"]
            takers = [party for receiver in receivers for party in phrases.parties_of(receiver, weapons)]
            givers = phrases.parties_of(subject_of(verb), weapons)
            if givers and givers[0].countries:
                reading.recipient.fill(givers, "control")
                reading.supplier.fill([party for party in takers if party.countries], "control")
            return


def fill_from_partner(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """Who a buyer deals with: "talks with Oman over buying", "a contract with Oman to buy"."""
    trigger, taken = reading.trigger, set(reading.recipient.countries)
    for head, _ in governors(trigger):
        if head.lemma_.lower() in DEALINGS or is_verb(head):
            for prep, pobj in prepositions_of(head):
                if prep in {"with", "from"} and pobj.i < trigger.i + FARTHEST and weapon_at(pobj, weapons) is None:
                    reading.supplier.fill(named_others(phrases.parties_of(pobj, weapons), taken), "control")
        if is_verb(head) and head.dep_ not in {"xcomp", "pcomp", "acl", "advcl"}:
            return


def weigh_contract(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """ "X signed an agreement with Y to supply": who of the two supplies is not told; the exporter does."""
    verb, contract = reading.trigger, reading.trigger.head
    if contract.lemma_.lower() not in DEALINGS or reading.recipient.is_told:
        return
    named = [pobj for prep, pobj in prepositions_of(contract) if prep == "with" and pobj.i < verb.i]
    partners = [party for pobj in named for party in phrases.parties_of(pobj, weapons)]
    if partners and reading.supplier.countries:
        sides = [*reading.supplier.parties, *partners]
        reading.supplier, reading.recipient = Slot(), Slot()
        _assign_sides(reading, sides, phrases)


def fill_sides_of_deal(reading: TransferReading, weapons: Sequence[WeaponMention], phrases: PhraseReader) -> None:
    """The sides of a deal, which says nothing itself of who supplies."""
    noun = reading.trigger
    before = phrases.nationalities_before(noun, reading.weapons)
    if len(before) < 2:
        fill_from_goods(reading, phrases)
    owners = [child for child in noun.children if child.dep_ == "poss"]
    sides = [party for owner in owners for party in phrases.parties_of(owner, weapons)]
    sides += before
    for prep, pobj in prepositions_of(noun):
        if reading.frame.preps.get(prep) in {"partner", "partners"}:
            sides += phrases.parties_of(pobj, weapons)
    verb = governing_verb(noun)
    if verb is not None:
        sides += _both_countries(verb)
        for prep, pobj in prepositions_of(verb):
            if prep == "with" and pobj.i > verb.i:
                sides += [party for party in phrases.parties_of(pobj, weapons) if party not in sides]
        is_own = verb.lemma_.lower() in OWNING_UP and len({side.countries for side in sides}) == 1
        if _hangs_on(noun, verb) and (is_own or verb.lemma_.lower() not in phrases.frames.words["not_owner"]):
            sides += [party for party in phrases.parties_of(subject_of(verb), weapons) if party not in sides]
    if len({side.countries for side in sides if side.countries}) == 1:
        sides += _speaker_for_deal(noun, phrases)
    _assign_sides(reading, sides, phrases, in_order=len(before) >= 2)


def _both_countries(verb: Token) -> list[PartyReading]:
    """ "the two countries", "both sides": the two states that the sentence names, where these are all."""
    subject = subject_of(verb)
    if subject is None or subject.lemma_.lower() not in BOTH:
        return []
    if not any(child.lower_ in {"two", "both"} for child in subject.subtree):
        return []
    sentence = verb.sent
    named = [m for m in verb.doc._.wirewatch_mentions if sentence.start_char <= m.start < subject.idx and m.country]
    distinct = list(dict.fromkeys(m.country for m in named))
    if len(distinct) != 2:
        return []
    firsts = [next(m for m in named if m.country == country) for country in distinct]
    return [PartyReading((m.country,), "state", m.start, m.end, "context") for m in firsts if m.country]


def _hangs_on(noun: Token, verb: Token) -> bool:
    """Whether only prepositions stand between a noun and its verb: "backed out of a deal"."""
    head = noun.head
    while head.i != verb.i and head.pos_ == "ADP" and head.lower_ in {"out", "of", "from", "into"}:
        head = head.head
    return head.i == verb.i


def _speaker_for_deal(noun: Token, phrases: PhraseReader) -> list[PartyReading]:
    """The state whose office says that "talks with Oman on jets" go on: its own talks."""
    for head, _ in governors(noun):
        if is_verb(head) and head.lemma_.lower() in SPEAKING:
            subject = subject_of(head)
            told = phrases.parties.read(subject) if subject is not None else None
            return [told] if told is not None and told.kind == "state" and len(told.countries) == 1 else []
    return []


def _assign_sides(
    reading: TransferReading, sides: Sequence[PartyReading], phrases: PhraseReader, *, in_order: bool = False
) -> None:
    """Give the two sides of a deal their roles: by what is filled, else the greater exporter of arms supplies."""
    distinct: list[PartyReading] = []
    for side in sides:
        if side.countries and all(side.countries != other.countries for other in distinct):
            distinct.append(side)
    for role in ("supplier", "recipient"):
        slot, other = reading.slot(role), reading.slot(OPPOSITE[role])
        if slot.countries and not other.is_told:
            other.fill(others(distinct, set(slot.countries))[:1], "grammar")
            return
    if reading.supplier.is_told or reading.recipient.is_told or len(distinct) < 2:
        return
    rank = phrases.frames.exporters
    first, second = distinct[0], distinct[1]
    is_first = rank.get(first.countries[0], len(rank)) <= rank.get(second.countries[0], len(rank))
    supplier, recipient = (first, second) if is_first else (second, first)
    basis = "nationality" if in_order else "context"
    reading.supplier.fill([supplier], basis)
    reading.recipient.fill([recipient], basis)
