"""Reads transfer frames off a parsed sentence: each trigger with its weapons and the parties in their roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from pipeline.annotate.claim_frames import FrameCatalog, NounFrame, VerbFrame
from pipeline.annotate.claim_goods import (
    GOODS_PREPS,
    goods_after,
    goods_of,
    nationals_before,
    supplied_by_compound,
    weapon_at,
)
from pipeline.annotate.claim_parties import PartyReader, PartyReading
from pipeline.annotate.claim_syntax import (
    agent_of,
    datives_of,
    governing_verb,
    is_passive,
    is_verb,
    members_of,
    object_of,
    owner_of,
    prepositions_of,
    subject_of,
)
from pipeline.annotate.weapons import WeaponMention

OPPOSITE = {"supplier": "recipient", "recipient": "supplier"}
Frame = VerbFrame | NounFrame


@dataclass(slots=True)
class Slot:
    """The parties in one role; `basis` tells how they were found."""

    parties: list[PartyReading] = field(default_factory=list)
    basis: str = "none"  # grammar, nationality, control, linear, context, none

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes in the order of the text, each once."""
        return tuple(dict.fromkeys(country for party in self.parties for country in party.countries))

    @property
    def is_told(self) -> bool:
        """Whether the text fills the role, be it with a bloc that has no country."""
        return bool(self.countries) or any(party.kind == "bloc" for party in self.parties)

    def fill(self, parties: Iterable[PartyReading], basis: str) -> None:
        """Take the parties unless the role is filled already."""
        found = list(parties)
        if not self.is_told and found:
            self.parties, self.basis = found, basis


@dataclass(slots=True)
class TransferReading:
    """One trigger with its goods and parties."""

    trigger: Token
    frame: Frame
    weapons: list[WeaponMention]
    supplier: Slot = field(default_factory=Slot)
    recipient: Slot = field(default_factory=Slot)
    intermediary: Slot = field(default_factory=Slot)
    is_linear: bool = False  # the goods were found by position, not by the parse
    rule: str = ""

    def slot(self, role: str) -> Slot:
        """The slot of a role."""
        if role == "supplier":
            return self.supplier
        return self.recipient if role == "recipient" else self.intermediary


class FrameReader:
    """Finds the transfer readings of a sentence."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.frames = frames
        self.parties = parties

    def read(self, sentence: Span, weapons: Sequence[WeaponMention]) -> list[TransferReading]:
        """All readings, in the order of their triggers; several may share a weapon."""
        barriers = {token.i for token in sentence if self._is_trigger(token)}
        readings: list[TransferReading] = []
        for token in sentence:
            if is_verb(token) or (token.tag_ in {"VBN", "VBG"} and token.lemma_.lower() in self.frames.verbs):
                for frame in self.frames.verbs.get(_lemma(token), ()):
                    reading = self._read_verb(token, frame, weapons, barriers)
                    if reading is not None:
                        readings.append(reading)
                        break
            elif token.pos_ in {"NOUN", "PROPN"}:
                noun = self.frames.nouns.get(_lemma(token))
                if noun is not None:
                    reading = self._read_noun(token, noun, weapons)
                    if reading is not None:
                        readings.append(reading)
        for weapon in weapons:
            reading = self._read_compound(sentence, weapon)
            if reading is not None:
                readings.append(reading)
        return readings

    def _is_trigger(self, token: Token) -> bool:
        return (is_verb(token) and token.lemma_.lower() in self.frames.verbs) or (
            token.pos_ == "NOUN" and token.lemma_.lower() in self.frames.nouns
        )

    # -- verbs -------------------------------------------------------------------------------------------------------

    def _read_verb(
        self, verb: Token, frame: VerbFrame, weapons: Sequence[WeaponMention], barriers: set[int]
    ) -> TransferReading | None:
        goods = self._goods_of_verb(verb, frame, weapons)
        is_linear = False
        if not goods and frame.object == "weapon" and frame.strength == "strong" and not is_passive(verb):
            goods = [] if self._has_other_object(verb, weapons) else goods_after(verb, weapons, barriers)
            is_linear = bool(goods)
        if not goods and not frame.is_weapon:
            return None
        if frame.is_weapon and self._with_goods(verb, weapons):
            return None
        reading = TransferReading(verb, frame, goods, is_linear=is_linear, rule=f"verb:{frame.id}")
        subject = subject_of(verb)
        if subject is not None and frame.subject != "carrier":
            basis = "grammar" if subject.head.i == verb.i else "control"
            reading.slot(frame.subject).fill(self._parties(subject, weapons), basis)
        if frame.object == "recipient":
            patient = object_of(verb)
            if patient is not None:
                reading.recipient.fill(self._parties(patient, weapons), "grammar")
            if not reading.recipient.is_told:
                return None
        else:
            for dative in datives_of(verb):
                reading.recipient.fill(self._parties(dative, weapons), "grammar")
            self._read_misparsed_dative(verb, reading, weapons)
        self._fill_from_preps(verb, frame, reading, weapons)
        if frame.object == "weapon" and goods:
            self._fill_from_goods(reading, weapons)
        return reading

    def _goods_of_verb(self, verb: Token, frame: VerbFrame, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        if frame.object == "recipient":
            return self._with_goods(verb, weapons)
        patient = object_of(verb)
        goods = goods_of(patient, weapons) if patient is not None else []
        if not goods and not is_passive(verb):
            # "received from X twenty tanks", "is sending Y tanks": the goods hang on the verb by another label
            for child in verb.children:
                if child.dep_ in {"dobj", "attr", "oprd", "npadvmod", "dative", "dep"} and child.i > verb.i:
                    goods = goods or goods_of(child, weapons)
        if not goods:
            goods = [
                w
                for prep, noun in prepositions_of(verb)
                if frame.preps.get(prep) == "weapon"
                for w in goods_of(noun, weapons)
            ]
        return goods

    def _with_goods(self, verb: Token, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        found: list[WeaponMention] = []
        for prep, noun in prepositions_of(verb):
            if prep in {"with", "through"} or (prep == "of" and verb.lemma_ == "assure"):
                found += [weapon for weapon in goods_of(noun, weapons) if weapon not in found]
        return found

    def _has_other_object(self, verb: Token, weapons: Sequence[WeaponMention]) -> bool:
        """Whether the verb has an object that is no weapon and no party: "sold the idea of"."""
        for child in verb.children:
            if child.dep_ == "dobj" and not goods_of(child, weapons):
                party = self.parties.read(child)
                return party is None or not party.countries
        return any(child.dep_ in {"ccomp", "xcomp"} for child in verb.children)

    def _read_misparsed_dative(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """A country directly between the verb and the goods: "sold Peru four tankers" however it was parsed."""
        if (
            reading.frame.id == "receive"
            or not isinstance(reading.frame, VerbFrame)
            or reading.frame.subject == "recipient"
        ):
            return
        first = min((weapon.start for weapon in reading.weapons), default=verb.i)
        for index in range(verb.i + 1, first):
            token = verb.doc[index]
            if token.pos_ == "ADP" or is_verb(token):
                return
            mention = token._.wirewatch_mention
            if mention is None or not mention.country or token.dep_ in {"poss", "amod"}:
                continue
            if mention.type in {"GPE", "ORG"} or (mention.type == "ROLE" and mention.country):
                is_adjective = token.pos_ == "ADJ"
                if (
                    not is_adjective
                    and token.i + 1 < len(verb.doc)
                    and verb.doc[token.i + 1].text not in {"'s", "’s", "-"}
                ):
                    reading.recipient.fill(self.parties.read_all(token), "grammar")
                return

    # -- nouns -------------------------------------------------------------------------------------------------------

    def _read_noun(self, noun: Token, frame: NounFrame, weapons: Sequence[WeaponMention]) -> TransferReading | None:
        goods = self._goods_of_noun(noun, frame, weapons)
        if not goods:
            return None
        reading = TransferReading(noun, frame, goods, rule=f"noun:{frame.id}")
        if frame.is_agent:
            self._read_agent(noun, frame, reading, weapons)
        elif frame.owner == "either":
            self._fill_from_preps(noun, frame, reading, weapons)
            self._read_deal(noun, reading, weapons)
            return reading
        else:
            owner_role = "recipient" if self._is_taken(noun) else frame.owner
            for child in noun.children:
                if child.dep_ == "poss":
                    reading.slot(owner_role).fill(self._parties(child, weapons), "grammar")
            before = list(
                nationals_before(
                    noun.doc, min([noun.i, *(w.start for w in goods if w.start < noun.i)]), noun.sent.start
                )
            )
            reading.slot(owner_role).fill(
                [p for t in before[::-1] if (p := self.parties.nationality(t))], "nationality"
            )
        self._fill_from_preps(noun, frame, reading, weapons)
        self._fill_from_goods(reading, weapons)
        if not frame.is_agent and frame.owner != "either":
            self._fill_from_governor(noun, "recipient" if self._is_taken(noun) else frame.owner, reading, weapons)
        return reading

    def _goods_of_noun(self, noun: Token, frame: NounFrame, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        own = weapon_at(noun, weapons)
        if own is not None and own.strength != "weak":
            return [own]
        preps = frozenset(prep for prep, role in frame.preps.items() if role == "weapon") | GOODS_PREPS
        goods = [w for w in goods_of(noun, weapons, preps) if w is not own]
        goods += [w for w in weapons if w.end == noun.i and w not in goods and noun.doc[w.end - 1].dep_ == "compound"]
        if not goods and frame.id == "licence":
            verb = governing_verb(noun)
            target = object_of(verb) if verb is not None else None
            goods = goods_of(target, weapons) if target is not None else []
        if not goods and noun.i + 1 < len(noun.doc):
            # "sale on credit of tanks", or "of" hung on the verb that governs the noun
            verb = governing_verb(noun)
            if verb is not None:
                goods = [
                    w
                    for prep, pobj in prepositions_of(verb)
                    if prep == "of" and pobj.i > noun.i
                    for w in goods_of(pobj, weapons)
                ]
        return goods

    def _is_taken(self, noun: Token) -> bool:
        """Whether the owner of a delivery receives it: "took delivery of", "received a shipment of"."""
        verb = governing_verb(noun)
        return verb is not None and verb.lemma_.lower() in {
            "take",
            "receive",
            "await",
            "accept",
            "get",
            "secure",
            "seek",
            "request",
        }

    def _read_agent(
        self, noun: Token, frame: NounFrame, reading: TransferReading, weapons: Sequence[WeaponMention]
    ) -> None:
        """A noun that names a party: "X is a supplier of", "X, a buyer of", "Y's suppliers, X and Z"."""
        role = frame.is_agent or "supplier"
        for child in noun.children:
            if child.dep_ == "appos":
                reading.slot(role).fill(self._parties(child, weapons), "grammar")
            if child.dep_ == "poss":
                reading.slot(OPPOSITE[role]).fill(self._parties(child, weapons), "grammar")
        target = noun.head if noun.dep_ == "appos" else None
        if noun.dep_ in {"attr", "oprd", "pobj", "acomp"}:
            verb = noun.head if is_verb(noun.head) else noun.head.head
            target = subject_of(verb) if is_verb(verb) else None
        if target is not None:
            reading.slot(role).fill(self._parties(target, weapons), "grammar")
        before = list(
            nationals_before(
                noun.doc, min([noun.i, *(w.start for w in reading.weapons if w.start < noun.i)]), noun.sent.start
            )
        )
        reading.slot(OPPOSITE[role]).fill(
            [p for t in before[::-1] if (p := self.parties.nationality(t))], "nationality"
        )

    def _read_deal(self, noun: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """The sides of a deal, which says nothing itself of who supplies."""
        self._fill_from_goods(reading, weapons)
        sides: list[PartyReading] = []
        for child in noun.children:
            if child.dep_ == "poss":
                sides += self._parties(child, weapons)
        first = min([noun.i, *(w.start for w in reading.weapons if w.start < noun.i)])
        before = [
            p
            for t in list(nationals_before(noun.doc, first, noun.sent.start))[::-1]
            if (p := self.parties.nationality(t))
        ]
        sides += before
        for prep, pobj in prepositions_of(noun):
            if reading.frame.preps.get(prep) in {"partner", "partners"}:
                sides += self._parties(pobj, weapons)
        verb = governing_verb(noun)
        if verb is not None:
            for prep, pobj in prepositions_of(verb):
                if prep == "with" and pobj.i > verb.i:
                    sides += [p for p in self._parties(pobj, weapons) if p not in sides]
            subject = subject_of(verb)
            if subject is not None:
                sides += [p for p in self._parties(subject, weapons) if p not in sides]
        self.assign_sides(reading, sides, in_order=len(before) >= 2)

    def assign_sides(self, reading: TransferReading, sides: Sequence[PartyReading], in_order: bool = False) -> None:
        """Give the two sides of a deal their roles: by what is filled, by order ("the X-Y deal"), by exporters' weight."""
        known = [side for side in sides if side.countries]
        distinct: list[PartyReading] = []
        for side in known:
            if all(side.countries != other.countries for other in distinct):
                distinct.append(side)
        for role in ("supplier", "recipient"):
            slot, other = reading.slot(role), reading.slot(OPPOSITE[role])
            if slot.countries and not other.is_told:
                other.fill([s for s in distinct if not set(s.countries) & set(slot.countries)][:1], "grammar")
                return
        if reading.supplier.is_told or reading.recipient.is_told or len(distinct) < 2:
            return
        rank = self.frames.exporters
        first, second = distinct[0], distinct[1]
        weight = [rank.get(side.countries[0], len(rank)) for side in (first, second)]
        supplier, recipient = (first, second) if weight[0] <= weight[1] else (second, first)
        reading.supplier.fill([supplier], "nationality" if in_order else "context")
        reading.recipient.fill([recipient], "nationality" if in_order else "context")

    # -- compounds ---------------------------------------------------------------------------------------------------

    def _read_compound(self, sentence: Span, weapon: WeaponMention) -> TransferReading | None:
        """ "X-supplied rockets": X supplies; the receiver is who uses them."""
        token = supplied_by_compound(sentence.doc, weapon, sentence.start)
        if token is None:
            return None
        named = self.parties.nationality(token)
        if named is None:
            return None
        frame = self.frames.verbs["supply"][0]
        reading = TransferReading(sentence.doc[weapon.head], frame, [weapon], rule="compound:supplied")
        reading.supplier.fill([named], "grammar")
        user = _user_of(sentence.doc[weapon.head])
        if user is not None:
            reading.recipient.fill(
                [p for p in self.parties.read_all(user) if p.countries != named.countries], "control"
            )
        return reading

    # -- slots -------------------------------------------------------------------------------------------------------

    def _parties(self, token: Token, weapons: Sequence[WeaponMention]) -> list[PartyReading]:
        """The parties of a phrase; a phrase that is itself a weapon is none."""
        return [
            reading
            for member in members_of(token)
            if weapon_at(member, weapons) is None and (reading := self.parties.read(member)) is not None
        ]

    def _fill_from_preps(
        self, head: Token, frame: Frame, reading: TransferReading, weapons: Sequence[WeaponMention]
    ) -> None:
        found: dict[str, list[tuple[str, list[PartyReading]]]] = {}
        goods_heads = [head.doc[weapon.head] for weapon in reading.weapons]
        seen: set[int] = set()
        pairs = list(prepositions_of(head))
        for goods in goods_heads:
            pairs += list(prepositions_of(goods))
        verb = governing_verb(head) if not is_verb(head) else None
        if verb is not None:
            pairs += [
                (prep, pobj) for prep, pobj in prepositions_of(verb) if pobj.i > head.i and prep in {"to", "from"}
            ]
        for prep, pobj in pairs:
            role = frame.preps.get(prep)
            if role is None or pobj.i in seen or role in {"weapon", "carrier", "partner", "partners"}:
                continue
            seen.add(pobj.i)
            parties = self._parties(pobj, weapons)
            if parties:
                found.setdefault("recipient" if role == "beneficiary" else role, []).append((prep, parties))
        for role, options in found.items():
            options.sort(key=lambda option: option[0] == "for")
            told = [party for party in options[0][1]]
            if (
                role == "supplier"
                and reading.supplier.countries
                and isinstance(frame, VerbFrame)
                and options[0][0] == "from"
            ):
                if reading.supplier.countries != tuple(c for p in told for c in p.countries):
                    reading.intermediary.fill(told, "grammar")
                continue
            reading.slot(role).fill(told, "grammar")

    def _fill_from_goods(self, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """The nationality of the goods names the supplier where nobody else does."""
        for weapon in reading.weapons:
            doc = reading.trigger.doc
            tokens = [doc[i] for i in range(weapon.end - 1, weapon.start - 1, -1)]
            inside = [t for t in tokens if t._.wirewatch_mention is not None and self.parties.nationality(t)]
            before = inside or list(nationals_before(doc, weapon.start, doc[weapon.start].sent.start))
            named = [party for token in before[::-1] if (party := self.parties.nationality(token))]
            fresh = [party for party in named if not set(party.countries) & set(reading.recipient.countries)]
            reading.supplier.fill(fresh, "nationality")

    def _fill_from_governor(
        self, noun: Token, role: str, reading: TransferReading, weapons: Sequence[WeaponMention]
    ) -> None:
        """The subject of the verb that governs the noun owns it: "X stepped up arms supplies"."""
        owner = owner_of(noun)
        if owner is None or owner.dep_ == "poss":
            return
        verb = governing_verb(noun)
        if verb is not None and verb.lemma_.lower() in self.frames.words["not_owner"]:
            return
        others = set(reading.recipient.countries) | set(reading.supplier.countries)
        parties = [p for p in self._parties(owner, weapons) if not set(p.countries) & others]
        reading.slot(role).fill([p for p in parties if p.kind != "bloc"], "control")


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _user_of(token: Token) -> Token | None:
    """Who does something with the goods: the subject of the nearest verb above."""
    for ancestor in token.ancestors:
        if is_verb(ancestor):
            return agent_of(ancestor) if is_passive(ancestor) else subject_of(ancestor)
    return None
