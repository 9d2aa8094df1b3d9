"""Fills the roles of a transfer from the words around its trigger: prepositions, nationalities, governors, position."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_frames import FrameCatalog, VerbFrame
from pipeline.annotate.claim_goods import nationals_before, weapon_at
from pipeline.annotate.claim_nationality import nationalities, nationality, place_of
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_party import PartyReading
from pipeline.annotate.claim_slots import OPPOSITE, Frame, Slot, TransferReading
from pipeline.annotate.claim_syntax import (
    agent_of,
    governing_verb,
    governors,
    is_passive,
    is_verb,
    owner_of,
    prepositions_of,
    subject_of,
)
from pipeline.annotate.parties import expand_conjuncts
from pipeline.annotate.weapons import WeaponMention

# Nouns of dealing: "talks with Oman over buying", "a contract with Oman to buy".
DEALINGS = frozenset(
    {
        "deal",
        "contract",
        "agreement",
        "accord",
        "pact",
        "talk",
        "talks",
        "negotiation",
        "cooperation",
        "arrangement",
        "discussion",
    }
)
# Verbs whose subject speaks of its own deal where only the partner is named: "confirmed talks with Oman on".
OWNING_UP = frozenset({"confirm", "announce", "acknowledge", "admit", "disclose", "reveal", "deny"})
# Nouns of giving and verbs of ending whose subject gives itself: "stopped all military aid to".
GIVING = frozenset({"aid", "assistance", "support", "export", "sale"})
ENDING = frozenset({"stop", "halt", "end", "cease", "freeze", "suspend", "pause", "resume"})
PERMITS = frozenset(
    {"licence", "license", "approval", "permission", "permit", "authorization", "authorisation", "licensing"}
)
FINDING = frozenset({"find", "recover", "seize", "capture", "confiscate", "take"})
HELD_BY = frozenset({"on", "with", "from", "among"})
SPEAKING = frozenset({"say", "tell", "announce", "confirm", "report", "disclose"})
MAKING = frozenset({"build", "make", "manufacture", "produce", "assemble"})
FARTHEST = 28  # tokens after a trigger in which "to", "from" and "for" may still belong to it
# Verbs and nouns that end a search by position: what follows belongs to them.
STOPS = frozenset({";", ":", "—", "–"})


def _hangs_on(noun: Token, verb: Token) -> bool:
    """Whether only prepositions stand between a noun and its verb: "backed out of a deal"."""
    head = noun.head
    while head.i != verb.i and head.pos_ == "ADP" and head.lower_ in {"out", "of", "from", "into"}:
        head = head.head
    return head.i == verb.i


class SlotFiller:
    """Finds the parties of a reading; every method fills only what is still open."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.frames = frames
        self.parties = parties

    def parties_of(self, token: Token, weapons: Sequence[WeaponMention]) -> list[PartyReading]:
        """The parties of a phrase and its conjuncts; a phrase that is itself a weapon is none."""
        return [
            reading
            for member in expand_conjuncts(token)
            if weapon_at(member, weapons) is None and (reading := self.parties.read(member)) is not None
        ]

    def nationalities_before(self, noun: Token, goods: Sequence[WeaponMention]) -> list[PartyReading]:
        """The nationalities in front of a noun and of the goods that modify it, in the order of the text."""
        first = min([noun.i, *(weapon.start for weapon in goods if weapon.start < noun.i)])
        tokens = list(nationals_before(noun.doc, first, noun.sent.start))
        return [party for token in tokens[::-1] for party in nationalities(token, self.parties.catalog)]

    def from_preps(self, head: Token, frame: Frame, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """Roles that prepositions of the trigger, its goods and its governing verb give."""
        found: dict[str, list[tuple[str, list[PartyReading]]]] = {}
        seen: set[int] = set()
        pairs = list(prepositions_of(head))
        for weapon in reading.weapons:
            pairs += list(prepositions_of(head.doc[weapon.head]))
        verb = governing_verb(head) if not is_verb(head) else None
        if verb is not None:
            pairs += [
                (prep, pobj) for prep, pobj in prepositions_of(verb) if pobj.i > head.i and prep in {"to", "from"}
            ]
        if frame.id == "carry" and head.dep_ == "acl" and is_verb(head.head.head):
            # "a train carrying rifles crossed from Chad into Sudan"
            pairs += [(prep, pobj) for prep, pobj in prepositions_of(head.head.head) if prep in {"from", "to", "into"}]
        for prep, pobj in pairs:
            role: str | None = frame.preps.get(prep)
            if prep == "by" and pobj.lower_ in {"way", "means"} and "via" in frame.preps:
                role = "intermediary"
            if role is None or pobj.i in seen or role in {"weapon", "carrier", "partner", "partners"}:
                continue
            seen.add(pobj.i)
            parties = self.parties_of(pobj, weapons)
            if role == "intermediary" and not any(party.countries for party in parties):
                place = place_of(pobj, self.parties.catalog)
                parties = [place] if place is not None else parties
            if parties:
                found.setdefault("recipient" if role == "beneficiary" else role, []).append((prep, parties))
        for role, options in found.items():
            prep, told = min(options, key=lambda option: option[0] == "for")
            is_way = (
                role == "supplier" and reading.supplier.countries and isinstance(frame, VerbFrame) and prep == "from"
            )
            if is_way:
                if reading.supplier.countries != tuple(country for party in told for country in party.countries):
                    reading.intermediary.fill(told, "grammar")
            else:
                reading.slot(role).fill(told, "grammar")

    def from_goods(self, reading: TransferReading) -> None:
        """The nationality of the goods names the supplier where nobody else does; a possessor may be the receiver."""
        doc = reading.trigger.doc
        for weapon in reading.weapons:
            inside = [
                doc[i] for i in range(weapon.end - 1, weapon.start - 1, -1) if nationality(doc[i], self.parties.catalog)
            ]
            before = inside or list(nationals_before(doc, weapon.start, doc[weapon.start].sent.start))
            named = [party for token in before[::-1] for party in nationalities(token, self.parties.catalog)]
            taken = set(reading.recipient.countries)
            fresh = [party for party in named if not set(party.countries) & taken]
            if reading.frame.id == "upgrade":  # "Italy refits Omani frigates": they are the receiver's
                upgraders = set(reading.supplier.countries)
                owned = self._owners_of(doc[weapon.head]) or named
                reading.recipient.fill([p for p in owned if not set(p.countries) & upgraders], "control")
                continue
            if fresh:
                reading.origins[weapon] = fresh
            reading.supplier.fill(fresh, "nationality")
            reading.supplier.fill(self._makers_of(doc[weapon.head], taken), "nationality")
            self._from_owner_of_goods(doc[weapon.head], reading)
        if reading.supplier.countries and not reading.recipient.is_told:
            for weapon in reading.weapons:
                for child in doc[weapon.head].children:
                    owner = self.parties.read(child) if child.dep_ == "poss" else None
                    if owner is not None and not set(owner.countries) & set(reading.supplier.countries):
                        reading.recipient.fill([owner], "control")

    def _makers_of(self, goods: Token, taken: set[str]) -> list[PartyReading]:
        """The country of "a vessel built in Oman", "rifles made by Beretta", "pistols of Turkish origin"."""
        found: list[PartyReading] = []
        for prep, pobj in prepositions_of(goods):
            if prep == "of" and pobj.lemma_.lower() in {"origin", "make", "manufacture", "design", "production"}:
                found += [p for p in self.nationalities_before(pobj, ()) if not set(p.countries) & taken]
        clauses = [clause for clause in goods.children if clause.dep_ == "acl"]
        if goods.dep_ == "nsubjpass":  # "the rifles were made in Oman, and sold to"
            clauses.append(goods.head)
        for clause in clauses:
            if clause.lemma_.lower() in MAKING:
                pairs = [(prep, pobj) for prep, pobj in prepositions_of(clause) if prep in {"in", "by"}]
                told = [party for _, pobj in pairs for party in self.parties.read_all(pobj)]
                found += [party for party in told if party.countries and not set(party.countries) & taken]
        return found

    def _owners_of(self, goods: Token) -> list[PartyReading]:
        """Whose goods they are: the possessor."""
        owners = [self.parties.read(child) for child in goods.children if child.dep_ == "poss"]
        return [owner for owner in owners if owner is not None and owner.countries]

    def _from_owner_of_goods(self, goods: Token, reading: TransferReading) -> None:
        """Whose goods they are before: "buys Peru's surplus jets", "its drones were delivered to"."""
        is_bought = isinstance(reading.frame, VerbFrame) and reading.frame.subject == "recipient"
        is_bought = is_bought or reading.frame.id in {"buyer", "purchase"}
        is_given = (
            isinstance(reading.frame, VerbFrame) and reading.frame.subject == "supplier" and is_passive(reading.trigger)
        )
        if not (is_bought or is_given) or not reading.recipient.is_told or reading.supplier.is_told:
            return
        taken = set(reading.recipient.countries)
        for child in goods.children:
            owned = next(iter(child.children), None) if child.dep_ == "prep" and child.lower_ == "of" else None
            is_ours = owned is not None and owned.lower_ in {"ours", "theirs"}  # "not one rifle of ours"
            named = owned if is_ours and owned is not None else child if child.dep_ == "poss" else None
            owner = self.parties.read(named) if named is not None else None
            if owner is not None and owner.countries and not set(owner.countries) & taken:
                reading.supplier.fill([owner], "control")

    def from_governor(self, noun: Token, role: str, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """Who owns the transfer: the subject of the verb that governs it, a country before a noun above it."""
        taken = set(reading.recipient.countries) | set(reading.supplier.countries)
        self._from_whole(noun, role, reading, taken)
        verb = governing_verb(noun)
        owner = owner_of(noun)
        is_owned = verb is None or verb.lemma_.lower() not in self.frames.words["not_owner"]
        is_own_gift = noun.lemma_.lower() in GIVING and verb is not None and verb.lemma_.lower() in ENDING
        is_owned = is_owned or (is_own_gift and noun.head == verb)
        if verb is not None and not is_owned:
            blamed = self._blamed(verb, noun)
            told = self.parties_of(blamed, weapons) if blamed is not None else []
            reading.slot(role).fill([p for p in told if p.countries and not set(p.countries) & taken], "control")
        if owner is not None and owner.dep_ != "poss" and is_owned:
            parties = [party for party in self.parties_of(owner, weapons) if not set(party.countries) & taken]
            reading.slot(role).fill([party for party in parties if party.kind != "bloc"], "control")
        deciding = self.frames.words["planned"] | self.frames.words["stopped"]
        for clause in noun.subtree:
            if clause.dep_ == "relcl" and clause.lemma_.lower() in deciding:
                doer = next((child for child in clause.children if child.dep_ == "nsubj"), None)
                told = self.parties_of(doer, weapons) if doer is not None else []
                reading.slot(role).fill([p for p in told if p.countries and not set(p.countries) & taken], "control")
        for token in (noun, *noun.ancestors):
            if token.pos_ != "NOUN" or reading.slot(role).is_told:
                break
            for clause in token.children:
                if clause.dep_ == "relcl" and clause.lemma_.lower() not in self.frames.words["not_owner"]:
                    doer = next((child for child in clause.children if child.dep_ == "nsubj"), None)
                    told = self.parties_of(doer, weapons) if doer is not None else []
                    reading.slot(role).fill(
                        [p for p in told if p.countries and not set(p.countries) & taken], "control"
                    )
        for head, child in governors(noun):
            if reading.slot(role).is_told or is_verb(head) or child.dep_ in {"relcl", "nsubj", "conj"}:
                return
            if head.pos_ not in {"NOUN", "PROPN"} or weapon_at(head, weapons) is not None:
                continue
            above = [p for p in self.nationalities_before(head, ()) if not set(p.countries) & taken]
            for owned in head.children:
                if owned.dep_ == "poss":
                    above += [p for p in self.parties_of(owned, weapons) if not set(p.countries) & taken]
            reading.slot(role).fill(above[:1], "control")

    def _blamed(self, verb: Token, noun: Token) -> Token | None:
        """Whose transfer it is in "criticised Oman for the sale of", "protested to Oman about the sale of"."""
        for child in verb.children:
            if child.dep_ == "dobj" and child.i < noun.i and not child.is_ancestor(noun):
                return child
        if verb.lemma_.lower() in {"protest", "complain", "appeal", "object"}:
            return next(
                (pobj for prep, pobj in prepositions_of(verb) if prep in {"to", "with"} and pobj.i < noun.i), None
            )
        return None

    def from_user(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """Who uses the goods has received them: "rebels firing a rocket supplied by Chad"."""
        if reading.recipient.is_told or not reading.supplier.countries:
            return
        taken = set(reading.supplier.countries)
        for weapon in reading.weapons:
            for clause in verb.doc[weapon.head].children:  # "the shells that Chad fires"
                is_used = clause.dep_ == "acl" and clause.tag_ == "VBN" and clause.i != verb.i
                if is_used and clause.lemma_.lower() in FINDING:  # "rifles found on militants in Chad"
                    holders = [who for prep, who in prepositions_of(clause) if prep in HELD_BY]
                    held = [party for who in holders for party in self.parties_of(who, weapons)]
                    reading.recipient.fill([p for p in held if p.countries and not set(p.countries) & taken], "control")
                if is_used and clause.lemma_.lower() in self.frames.words["using"]:  # "the shells fired by Chad"
                    user = agent_of(clause)
                    told = self.parties_of(user, weapons) if user is not None else []
                    reading.recipient.fill([p for p in told if not set(p.countries) & taken], "control")
                if (
                    clause.dep_ == "relcl"
                    and clause.i != verb.i
                    and clause.lemma_.lower() in self.frames.words["using"]
                ):
                    doer = next((c for c in clause.children if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
                    told = self.parties_of(doer, weapons) if doer is not None else []
                    reading.recipient.fill([p for p in told if not set(p.countries) & taken], "control")
        if verb.tag_ != "VBN" or not is_passive(verb):
            return
        for weapon in reading.weapons:
            head = verb.doc[weapon.head]
            user = head.head if head.dep_ in {"dobj", "pobj"} else None
            if user is not None and user.pos_ == "ADP":
                user = user.head
            if (
                user is None
                or not is_verb(user)
                or user.i == verb.i
                or user.lemma_.lower() not in self.frames.words["using"]
            ):
                continue
            subject = subject_of(user)
            if subject is not None:
                told = [p for p in self.parties_of(subject, weapons) if not set(p.countries) & taken]
                reading.recipient.fill(told, "control")

    def from_keeper(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """Who has what was bought: "flies jets acquired from Oman"."""
        if reading.recipient.is_told or not reading.supplier.countries:
            return
        taken = set(reading.supplier.countries)
        for above in verb.ancestors:
            if is_verb(above):
                if above.lemma_.lower() in self.frames.words["using"]:
                    keeper = subject_of(above)
                    told = self.parties_of(keeper, weapons) if keeper is not None else []
                    reading.recipient.fill([p for p in told if p.countries and not set(p.countries) & taken], "control")
                return

    def _from_whole(self, noun: Token, role: str, reading: TransferReading, taken: set[str]) -> None:
        """ "X's ties with Y, including the transfer of": the transfer is part of what X does with Y."""
        part = next((head for head, _ in governors(noun) if head.lower_ == "including"), None)
        if part is None:
            return
        for token in reversed(noun.doc[noun.sent.start : part.i]):
            if token.text in STOPS:
                return
            if token.dep_ in {"poss", "amod", "compound", "nsubj"}:
                named = [p for p in nationalities(token, self.parties.catalog) if not set(p.countries) & taken]
                if named:
                    reading.slot(role).fill(named[:1], "control")
                    return

    def on_behalf(self, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "brokers acting on behalf of X": X supplies."""
        for token in reading.trigger.sent:
            if token.lower_ == "behalf" and not reading.supplier.countries:
                owners = [
                    p for prep, pobj in prepositions_of(token) if prep == "of" for p in self.parties_of(pobj, weapons)
                ]
                taken = set(reading.recipient.countries)
                reading.supplier.fill([p for p in owners if p.countries and not set(p.countries) & taken], "control")

    def licensed(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> bool:
        """Whether goods are built under a foreign licence; the licenser supplies."""
        permits = [t for t in verb.sent if t.lemma_.lower() in PERMITS and t.pos_ in {"NOUN", "VERB"}]
        if not permits:
            return False
        taken = set(reading.recipient.countries)
        for permit in permits:
            named = [
                p
                for prep, pobj in prepositions_of(permit)
                if prep in {"from", "by"}
                for p in self.parties_of(pobj, weapons)
            ]
            reading.supplier.fill([p for p in named if p.countries and not set(p.countries) & taken], "grammar")
            governor = permit if is_verb(permit) else governing_verb(permit)
            giver = subject_of(governor) if governor is not None and governor.i != verb.i else None
            if giver is not None:
                told = [p for p in self.parties_of(giver, weapons) if p.countries and not set(p.countries) & taken]
                reading.supplier.fill(told, "control")
        return True

    def from_exchange(self, head: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "X offers technology to Y in return for rockets": what comes in return goes the other way."""
        for token in (head, *(head.doc[weapon.head] for weapon in reading.weapons)):
            chain = [token, *token.ancestors]
            for above in chain[1:6]:
                if above.lower_ not in {"return", "exchange", "payment"}:
                    continue
                verb = governing_verb(above)
                if verb is None or verb.i == head.i:
                    continue
                giver = subject_of(verb)
                takers = [
                    p
                    for prep, pobj in prepositions_of(verb)
                    if prep in {"to", "with"} and pobj.i < above.i
                    for p in self.parties_of(pobj, weapons)
                ]
                for child in verb.children:
                    if child.dep_ in {"dative", "dobj"} and child.pos_ != "ADP":
                        takers += [p for p in self.parties_of(child, weapons) if p.countries]
                givers = self.parties_of(giver, weapons) if giver is not None else []
                if givers and givers[0].countries:
                    reading.recipient.fill(givers, "control")
                    reading.supplier.fill([p for p in takers if p.countries], "control")
                return

    def from_partner(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """Who a buyer deals with: "talks with Oman over buying", "a contract with Oman to buy"."""
        taken = set(reading.recipient.countries)
        for head, _ in governors(verb):
            if head.lemma_.lower() in DEALINGS or is_verb(head):
                for prep, pobj in prepositions_of(head):
                    if prep in {"with", "from"} and pobj.i < verb.i + FARTHEST and weapon_at(pobj, weapons) is None:
                        found = [
                            p for p in self.parties_of(pobj, weapons) if p.countries and not set(p.countries) & taken
                        ]
                        reading.supplier.fill(found, "control")
            if is_verb(head) and head.dep_ not in {"xcomp", "pcomp", "acl", "advcl"}:
                return

    def by_position(self, reading: TransferReading, weapons: Sequence[WeaponMention], barriers: frozenset[int]) -> None:
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
            if role == "intermediary":
                places = [
                    p for child in token.children if child.dep_ == "pobj" for p in self.parties_of(child, weapons)
                ]
                reading.intermediary.fill([place for place in places if place.countries], "linear")
            if (
                role not in {"supplier", "recipient"}
                or token.lower_ in {"by", "with", "for", "into"}
                or token.pos_ not in {"ADP", "PART", "SCONJ"}
            ):
                continue
            taken = set(reading.slot(OPPOSITE[role]).countries)
            heads = [child for child in token.children if child.dep_ == "pobj"]
            if not heads and token.lower_ == "to":  # the parser took a name after "to" for a verb
                heads = [t for t in doc[index + 1 : index + 3] if t._.wirewatch_mention is not None][:1]
            for head in heads:
                told = [p for p in self.parties_of(head, weapons) if p.countries and not set(p.countries) & taken]
                reading.slot(role).fill(told, "linear")

    def subject_by_position(self, reading: TransferReading, role: str, weapons: Sequence[WeaponMention]) -> None:
        """The nearest subject before a verb that names a country, where the parse gives none."""
        taken = set(reading.slot(OPPOSITE[role]).countries)
        trigger = reading.trigger
        if reading.slot(role).is_told or trigger.dep_ == "pcomp":
            return
        if reading.slot(role).parties and reading.slot(role).parties[0].kind == "unknown":
            return
        if is_verb(trigger.head) and is_passive(trigger.head) and trigger.dep_ in {"xcomp", "advcl"}:
            return
        before = [t for t in trigger.doc[trigger.sent.start : trigger.i] if t.pos_ not in {"AUX", "ADV", "PART"}]
        if before and before[-1].dep_ in {"conj", "nsubj", "pobj"} and before[-1]._.wirewatch_mention is not None:
            told = [p for p in [self.parties.read(before[-1])] if p and p.countries and not set(p.countries) & taken]
            is_name = before[-1]._.wirewatch_mention.type in {"ORG", "GPE", "PER"}
            if told and is_name and trigger.tag_ in {"VBD", "VBZ", "VBP"} and before[-1].dep_ == "conj":
                reading.slot(role).fill(told, "linear")
        for token in reversed(trigger.doc[trigger.sent.start : trigger.i]):
            if reading.slot(role).is_told or token.text in STOPS:
                return
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i <= trigger.i:
                told = [p for p in self.parties_of(token, weapons) if p.countries and not set(p.countries) & taken]
                if told:
                    reading.slot(role).fill(told, "linear")
                    return

    def assign_sides(self, reading: TransferReading, sides: Sequence[PartyReading], in_order: bool = False) -> None:
        """Give the two sides of a deal their roles: by what is filled, else the greater exporter of arms supplies."""
        distinct: list[PartyReading] = []
        for side in sides:
            if side.countries and all(side.countries != other.countries for other in distinct):
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
        is_first = rank.get(first.countries[0], len(rank)) <= rank.get(second.countries[0], len(rank))
        supplier, recipient = (first, second) if is_first else (second, first)
        basis = "nationality" if in_order else "context"
        reading.supplier.fill([supplier], basis)
        reading.recipient.fill([recipient], basis)

    def weigh_contract(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "X signed an agreement with Y to supply": who of the two supplies is not told; the exporter does."""
        contract = verb.head
        if contract.lemma_.lower() not in DEALINGS or reading.recipient.is_told:
            return
        partners = [
            party
            for prep, pobj in prepositions_of(contract)
            if prep == "with" and pobj.i < verb.i
            for party in self.parties_of(pobj, weapons)
        ]
        if partners and reading.supplier.countries:
            sides = [*reading.supplier.parties, *partners]
            reading.supplier, reading.recipient = Slot(), Slot()
            self.assign_sides(reading, sides)

    def sides_of_deal(self, noun: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """The sides of a deal, which says nothing itself of who supplies."""
        if len(self.nationalities_before(noun, reading.weapons)) < 2:
            self.from_goods(reading)
        sides: list[PartyReading] = []
        for child in noun.children:
            if child.dep_ == "poss":
                sides += self.parties_of(child, weapons)
        before = self.nationalities_before(noun, reading.weapons)
        sides += before
        for prep, pobj in prepositions_of(noun):
            if reading.frame.preps.get(prep) in {"partner", "partners"}:
                sides += self.parties_of(pobj, weapons)
        verb = governing_verb(noun)
        if verb is not None and (both := self._both_countries(verb, weapons)):
            sides += both
        if verb is not None:
            for prep, pobj in prepositions_of(verb):
                if prep == "with" and pobj.i > verb.i:
                    sides += [party for party in self.parties_of(pobj, weapons) if party not in sides]
            subject = subject_of(verb)
            is_own = verb.lemma_.lower() in OWNING_UP and len({side.countries for side in sides}) == 1
            is_closed = _hangs_on(noun, verb) and (is_own or verb.lemma_.lower() not in self.frames.words["not_owner"])
            if subject is not None and is_closed:
                sides += [party for party in self.parties_of(subject, weapons) if party not in sides]
        if len({side.countries for side in sides if side.countries}) == 1:
            sides += self._speaker_for_deal(noun)
        self.assign_sides(reading, sides, in_order=len(before) >= 2)

    def _speaker_for_deal(self, noun: Token) -> list[PartyReading]:
        """The state whose office says that "talks with Oman on jets" go on: its own talks."""
        for head, _ in governors(noun):
            if is_verb(head) and head.lemma_.lower() in SPEAKING:
                subject = subject_of(head)
                told = self.parties.read(subject) if subject is not None else None
                return [told] if told is not None and told.kind == "state" and len(told.countries) == 1 else []
        return []

    def _both_countries(self, verb: Token, weapons: Sequence[WeaponMention]) -> list[PartyReading]:
        """ "the two countries", "both sides": the two states that the sentence names, where these are all."""
        subject = subject_of(verb)
        if subject is None or subject.lemma_.lower() not in {
            "country",
            "side",
            "nation",
            "state",
            "both",
            "neighbour",
            "ally",
        }:
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
