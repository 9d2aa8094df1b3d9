"""Reads nouns that tell of a transfer or name a party to one: sale, shipment, deal, supplier, buyer."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from pipeline.annotate import registry
from pipeline.annotate.claim_fill_deals import fill_from_exchange, fill_from_partner, fill_sides_of_deal
from pipeline.annotate.claim_fill_goods import fill_from_goods
from pipeline.annotate.claim_fill_owner import fill_from_owner
from pipeline.annotate.claim_fill_prepositions import fill_by_position, fill_from_prepositions
from pipeline.annotate.claim_frames import NounFrame
from pipeline.annotate.claim_goods import GOODS_PREPS, goods_of, stands_for, weapon_at, with_list
from pipeline.annotate.claim_party import PartyReading, named_others
from pipeline.annotate.claim_phrases import PhraseReader
from pipeline.annotate.claim_slots import OPPOSITE, TransferReading
from pipeline.annotate.claim_syntax import governing_verb, is_verb, object_of, prepositions_of, subject_of
from pipeline.annotate.weapons import HYPHENS, WeaponMention

TAKING = frozenset(
    {"take", "receive", "await", "accept", "get", "secure", "seek", "request", "expect", "obtain", "demand"}
)
# What the receiver of an offer does with it.
ANSWERING = frozenset(
    {
        "accept",
        "reject",
        "decline",
        "refuse",
        "turn",
        "spurn",
        "consider",
        "weigh",
        "study",
        "welcome",
        "rebuff",
        "receive",
        "get",
    }
)
WINNING = frozenset({"win", "land", "secure", "clinch", "bag", "get", "receive", "obtain"})
SHARING = frozenset({"account", "represent", "make", "cover", "provide", "supply", "dominate", "constitute"})
LISTING = frozenset({"include", "be", "remain", "comprise"})
AID = frozenset({"aid", "assistance", "support"})
PRESENTS = frozenset({"gift", "present", "donation"})
MAKING = frozenset({"make", "call", "name", "consider", "become", "leave", "render"})
# Agents whose possessor is their home and not their customer: "Turkey's arms exporter".
AT_HOME = frozenset({"exporter", "seller", "vendor"})
LONGEST_DEAL = 16  # tokens between "deal" and what it is for
# Words before a transfer noun that point back to goods named before it: "their delivery", "further shipments".
POINTING = frozenset({"its", "their", "these", "those", "this", "such", "further", "more"})


class NounReader:
    """Reads one noun by its frame."""

    def __init__(self, phrases: PhraseReader) -> None:
        self.phrases = phrases

    def read(
        self, noun: Token, frame: NounFrame, weapons: Sequence[WeaponMention], barriers: frozenset[int]
    ) -> TransferReading | None:
        """The reading of a noun, or None where it is about no weapons."""
        own = weapon_at(noun, weapons)
        is_plane = noun.lemma_.lower() == "transport" and any(w.end == noun.i and w.designation for w in weapons)
        if is_plane or (
            own is not None and (noun.i < own.head or own.designation is not None)
        ):  # "Y-20 transport planes"
            return None
        goods = with_list(noun.doc, self._goods_of_noun(noun, frame, weapons), weapons)
        if not goods:
            return None
        reading = TransferReading(noun, frame, goods, rule=f"noun:{frame.id}")
        if frame.id == "exchange":
            fill_from_prepositions(reading, weapons, self.phrases)
            fill_from_exchange(reading, weapons, self.phrases)
            fill_from_goods(reading, self.phrases)
            return reading if reading.supplier.countries and reading.recipient.countries else None
        if frame.is_agent:
            self._read_agent(noun, frame, reading, weapons)
        elif frame.owner == "either":
            fill_from_prepositions(reading, weapons, self.phrases)
            fill_sides_of_deal(reading, weapons, self.phrases)
            fill_by_position(reading, weapons, self.phrases, barriers)
            return reading
        else:
            owner_role = "recipient" if self._is_taken(noun) else frame.owner
            if frame.id == "order" and noun.dep_ == "dobj" and noun.head.lemma_.lower() in WINNING:
                self._read_won_order(noun, reading, weapons)
            for child in noun.children:
                if child.dep_ == "poss":
                    reading.slot(owner_role).fill(self.phrases.parties_of(child, weapons), "grammar")
            before = self.phrases.nationalities_before(noun, goods)
            if noun.lemma_.lower() in AID and any(_is_country_in_full(noun.doc, party) for party in before):
                reading.recipient.fill(before, "nationality")  # "Ukraine military aid" goes to Ukraine
                before = []
            reading.slot("supplier" if frame.id == "offer" else owner_role).fill(before, "nationality")
        if noun.lemma_.lower() in PRESENTS:
            givers = self.phrases.parties_under(noun, {"of"}, weapons)
            reading.supplier.fill([p for p in givers if p.countries], "grammar")
        fill_from_exchange(reading, weapons, self.phrases)
        fill_from_prepositions(reading, weapons, self.phrases)
        between = self.phrases.parties_under(noun, {"between"}, weapons)
        if between:
            reading.supplier.fill(between[:1], "context")
            reading.recipient.fill([p for p in between[1:] if p.countries != between[0].countries], "context")
        fill_from_goods(reading, self.phrases)
        fill_by_position(reading, weapons, self.phrases, barriers)
        if not frame.is_agent:
            fill_from_owner(reading, "recipient" if self._is_taken(noun) else frame.owner, weapons, self.phrases)
        if frame.id == "purchase":
            self._read_share(noun, reading, weapons)
        if frame.id == "purchase" and reading.recipient.countries and not reading.supplier.is_told:
            fill_from_partner(reading, weapons, self.phrases)
        return reading

    def _read_won_order(self, noun: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "won an order from Oman for tanks": who wins it supplies, who it comes from receives."""
        winner = subject_of(noun.head)
        if winner is not None:
            reading.supplier.fill(self.phrases.parties_of(winner, weapons), "control")
        buyers = [p for head in (noun, noun.head) for p in self.phrases.parties_under(head, {"from"}, weapons)]
        reading.recipient.fill([p for p in buyers if p.countries], "grammar")

    def _read_share(self, noun: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "X accounts for most of Y's arms imports": X supplies."""
        verb = governing_verb(noun)
        if verb is None or verb.lemma_.lower() not in SHARING or not reading.recipient.countries:
            return
        subject = subject_of(verb)
        told = self.phrases.parties_of(subject, weapons)
        taken = set(reading.recipient.countries)
        reading.supplier.fill(named_others(told, taken), "control")

    def _goods_of_noun(self, noun: Token, frame: NounFrame, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        own = weapon_at(noun, weapons)
        if own is not None and own.strength != "weak":
            return [own]
        preps = frozenset(prep for prep, role in frame.preps.items() if role == "weapon") | GOODS_PREPS
        goods = [w for w in goods_of(noun, weapons, preps) if w is not own]
        goods += [w for w in weapons if w not in goods and w.end <= noun.i and self._modifies(w, noun)]
        if not goods and noun.dep_ == "appos" and noun.lemma_.lower() in PRESENTS:
            goods = goods_of(noun.head, weapons)
        if not goods and noun.dep_ == "attr" and frame.id == "sale":  # "the rockets are a gift from Chad"
            subject = next((child for child in noun.head.children if child.dep_ == "nsubj"), None)
            goods = goods_of(subject, weapons) if subject is not None else []
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
        if not goods and frame.owner == "either" and noun.dep_ in {"dobj", "nsubjpass", "pobj", "attr"}:
            verb = governing_verb(noun)
            for prep, pobj in prepositions_of(verb) if verb is not None else ():
                if frame.preps.get(prep) == "weapon" and noun.i < pobj.i <= noun.i + LONGEST_DEAL:
                    goods = goods or goods_of(pobj, weapons)
        if not goods and noun.lemma_.lower() == "package":  # "announced a package for Chad, with ten howitzers"
            verb = governing_verb(noun)
            pairs = [*prepositions_of(noun), *(prepositions_of(verb) if verb is not None else ())]
            held = [pobj for prep, pobj in pairs if prep in {"with", "including"} and pobj.i > noun.i]
            goods = [w for pobj in held for w in goods_of(pobj, weapons)]
        if not goods and frame.id in {"sale", "shipment"} and any(c.lower_ in POINTING for c in noun.children):
            goods = stands_for(noun, weapons)
        if (
            not goods
            and own is not None
            and frame.id == "shipment"
            and noun.head.lemma_.lower() in {"intercept", "seize", "confiscate"}
        ):
            goods = [own]
        return goods

    def _modifies(self, weapon: WeaponMention, noun: Token) -> bool:
        """Whether the weapon stands before the noun as its modifier: "arms sale", "arms-for-oil deal"."""
        doc = noun.doc
        if weapon.end == noun.i:
            return doc[weapon.end - 1].dep_ in {"compound", "nmod", "amod"} and doc[weapon.end - 1].head.i == noun.i
        return doc[weapon.end].text in HYPHENS and noun.i - weapon.end <= 5 and noun.left_edge.i <= weapon.start

    def _is_taken(self, noun: Token) -> bool:
        """Whether the owner of a delivery receives it: "took delivery of", "received a shipment of"."""
        verb = noun.head
        taking = TAKING | ANSWERING if noun.lemma_.lower() in {"offer", "proposal", "bid"} else TAKING
        return noun.dep_ == "dobj" and is_verb(verb) and verb.lemma_.lower() in taking

    def _read_agent(
        self, noun: Token, frame: NounFrame, reading: TransferReading, weapons: Sequence[WeaponMention]
    ) -> None:
        """A noun that names a party: "X is a supplier of", "X, a buyer of", "Y's suppliers, X and Z"."""
        role = frame.is_agent or "supplier"
        for child in noun.children:
            if child.dep_ == "appos":
                reading.slot(role).fill(self.phrases.parties_of(child, weapons), "grammar")
            if child.dep_ == "poss":
                side = role if noun.lemma_.lower() in AT_HOME else OPPOSITE[role]
                reading.slot(side).fill(self.phrases.parties_of(child, weapons), "grammar")
        named = _one_of(noun)
        target = named.head if named.dep_ == "appos" else None
        if (
            named.dep_ in {"ccomp", "oprd"} and named.head.lemma_.lower() in MAKING
        ):  # "made Oman one of Chad's suppliers"
            target = next((child for child in named.children if child.dep_ == "nsubj"), None) or object_of(named.head)
        if noun.dep_ in {"attr", "oprd", "pobj", "acomp"} and target is None:
            verb = noun.head if is_verb(noun.head) else noun.head.head
            target = subject_of(verb) if is_verb(verb) else None
        if noun.dep_ == "nsubj" and noun.head.lemma_.lower() in LISTING:  # "its customers include Oman and Mali"
            target = next((child for child in noun.head.children if child.dep_ in {"dobj", "attr"}), target)
        if target is not None:
            reading.slot(role).fill(self.phrases.parties_of(target, weapons), "grammar")
        before = self.phrases.nationalities_before(noun, reading.weapons)
        reading.slot(OPPOSITE[role]).fill(before, "nationality")


def _is_country_in_full(doc: Doc, party: PartyReading) -> bool:
    """Whether the words are a country's own name, not an adjective nor a short form such as "U.S."."""
    names = registry.current()
    return any(doc.text[party.start : party.end] == names.country_name(code) for code in party.countries)


def _one_of(noun: Token) -> Token:
    """The word that takes the noun's place in the sentence: the "one" of "one of its suppliers", else the noun."""
    is_part = noun.dep_ == "pobj" and noun.head.lower_ in {"of", "among"} and noun.head.dep_ == "prep"
    return noun.head.head if is_part and noun.head.head.lower_ in {"one", "some", "two", "three", "several"} else noun
