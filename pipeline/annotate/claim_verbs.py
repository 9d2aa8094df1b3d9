"""Reads verbs that tell of a transfer: their goods and the parties that the grammar gives them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_fill_deals import fill_from_exchange, fill_from_partner, weigh_contract
from pipeline.annotate.claim_fill_goods import fill_from_goods
from pipeline.annotate.claim_fill_prepositions import fill_by_position, fill_from_prepositions, fill_subject_by_position
from pipeline.annotate.claim_fill_users import fill_from_keeper, fill_from_licence, fill_from_user, fill_on_behalf
from pipeline.annotate.claim_frames import VerbFrame
from pipeline.annotate.claim_goods import goods_after, goods_before, goods_of, stands_for, with_list
from pipeline.annotate.claim_party import named_others
from pipeline.annotate.claim_phrases import PhraseReader
from pipeline.annotate.claim_slots import Slot, TransferReading
from pipeline.annotate.claim_syntax import (
    agent_of,
    antecedent_of,
    datives_of,
    is_gerund_as_adjective,
    is_infinitive,
    is_passive,
    is_verb,
    object_of,
    prepositions_of,
    subject_of,
    surface_subject,
)
from pipeline.annotate.weapons import WeaponMention

REFLEXIVE = frozenset({"itself", "themselves", "himself", "herself", "ourselves"})
MAKING = frozenset({"build", "supply", "provide", "make", "deliver", "produce", "manufacture", "design", "upgrade"})
GOODS_PRONOUNS = frozenset({"it", "them", "these", "those", "this", "that"})
# Verbs of supply that need no object: "the jets flew to Chad", "two tanks moved".
MOVING_ITSELF = frozenset(
    {
        "fly",
        "drop",
        "move",
        "shift",
        "pass",
        "pump",
        "pour",
        "return",
        "swap",
        "trade",
        "release",
        "rush",
        "upgrade",
        "build",
    }
)
LONGEST_DATIVE = 8  # tokens between a verb and the goods in which a receiver may stand


class VerbReader:
    """Reads one verb by one frame."""

    def __init__(self, phrases: PhraseReader) -> None:
        self.phrases = phrases

    def read(
        self, verb: Token, frame: VerbFrame, weapons: Sequence[WeaponMention], barriers: frozenset[int]
    ) -> TransferReading | None:
        """The reading of a verb, or None where the frame does not fit or it is about no weapons."""
        if not self._fits(verb, frame):
            return None
        goods = with_list(verb.doc, self._goods_of_verb(verb, frame, weapons), weapons)
        is_linear = False
        if not goods and frame.object == "weapon":
            goods = self._goods_by_position(verb, frame, weapons, barriers)
            is_linear = bool(goods)
        if not goods and not frame.is_weapon:
            return None
        if frame.is_weapon and any(prep == "with" for prep, _ in prepositions_of(verb)):
            return None  # "armed with fresh evidence"
        reading = TransferReading(verb, frame, goods, is_linear=is_linear, rule=f"verb:{frame.id}")
        subject = subject_of(verb)
        if subject is not None and frame.subject in {"supplier", "recipient"}:
            basis = "grammar" if subject.head.i == verb.i else "control"
            reading.slot(frame.subject).fill(self.phrases.parties_of(subject, weapons), basis)
        if frame.id == "have" and verb.dep_ == "ccomp" and verb.head.lemma_ == "let":  # "let Oman have the jets"
            giver = subject_of(verb.head)
            reading.supplier.fill(self.phrases.parties_of(giver, weapons), "grammar")
        if frame.object == "supplier":
            patient = object_of(verb)
            reading.supplier.fill(self.phrases.parties_of(patient, weapons), "grammar")
            if not reading.supplier.countries:
                return None
        elif frame.object == "recipient":
            if not self._read_receiver(verb, reading, weapons):
                return None
        else:
            for dative in datives_of(verb):
                reading.slot(frame.dative).fill(self.phrases.parties_of(dative, weapons), "grammar")
            self._read_passive_receiver(verb, frame, reading, weapons)
            self._read_misparsed_dative(verb, reading)
            if frame.dative == "supplier" or (verb.dep_ == "relcl" and frame.subject == "supplier"):
                for child in verb.children:  # "paid Oman for", "the system it promised Ukraine"
                    if child.dep_ == "dobj" and not any(weapon.start == child.i for weapon in goods):
                        told = [p for p in self.phrases.parties_of(child, weapons) if p.countries]
                        reading.slot(frame.dative).fill(told, "grammar")
        if frame.id == "buy":
            self._read_bought_for(verb, reading, weapons)
        if frame.id == "arrive" and self._with_goods(verb, weapons):
            self._read_carrier(verb, reading, weapons)
        fill_from_prepositions(reading, weapons, self.phrases)
        fill_from_user(reading, weapons, self.phrases)
        fill_from_exchange(reading, weapons, self.phrases)
        if frame.subject == "supplier":
            fill_on_behalf(reading, weapons, self.phrases)
        if frame.subject == "recipient" and not reading.supplier.is_told:
            fill_from_partner(reading, weapons, self.phrases)
        if frame.subject == "supplier" and verb.dep_ in {"acl", "relcl"} and is_infinitive(verb):
            weigh_contract(reading, weapons, self.phrases)
        fill_from_goods(reading, self.phrases)
        if "licence" in frame.needs and not fill_from_licence(reading, weapons, self.phrases):
            return None
        fill_by_position(reading, weapons, self.phrases, barriers)
        if frame.subject == "recipient":
            fill_from_keeper(reading, weapons, self.phrases)
        if frame.subject in {"supplier", "recipient"} and not is_passive(verb) and verb.dep_ != "amod":
            fill_subject_by_position(reading, frame.subject, weapons, self.phrases)
        if frame.id == "upgrade" and not reading.recipient.is_told:
            self._read_asker(verb, reading, weapons)
        if frame.id == "build-for" and not (reading.supplier.countries and reading.recipient.countries):
            return None
        return reading

    def _read_carrier(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "A plane from Oman landed with rifles": where it comes from supplies."""
        carrier = surface_subject(verb)
        told = self.phrases.parties_under(carrier, {"from"}, weapons) if carrier is not None else []
        reading.supplier.fill([party for party in told if party.countries], "grammar")

    def _read_asker(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "Oman asked Italy to refit its frigates": they are Oman's."""
        is_own = any(child.lower_ in {"its", "their"} for w in reading.weapons for child in verb.doc[w.head].children)
        asker = surface_subject(verb.head) if is_own and verb.dep_ in {"xcomp", "ccomp"} else None
        told = self.phrases.parties_of(asker, weapons)
        taken = set(reading.supplier.countries)
        reading.recipient.fill(named_others(told, taken), "control")

    def _fits(self, verb: Token, frame: VerbFrame) -> bool:
        """Whether the words that hang on the verb let the frame speak of it."""
        if frame.beside:
            near = [*verb.children, *(c for child in verb.children if child.dep_ == "prep" for c in child.children)]
            return any(child.lower_ in frame.beside for child in near)
        if frame.id == "build-for" and verb.dep_ == "amod":  # "Turkish-made drones"
            return False
        if frame.id == "receive" and verb.lemma_ == "take":  # "taking rifles to Chad" carries them
            if any(child.dep_ == "prt" or child.lower_ in {"into", "out"} for child in verb.children):
                return False  # "took over", "took into service"
            return not any(prep == "to" for prep, _ in prepositions_of(verb))
        if verb.lemma_.lower() in self.phrases.frames.words["stopped"] and frame.id != "withhold":
            called_off = object_of(verb)  # "dropped the sale of radars" drops no radars
            return called_off is None or called_off.lemma_.lower() not in self.phrases.frames.nouns
        return True

    def _read_passive_receiver(
        self, verb: Token, frame: VerbFrame, reading: TransferReading, weapons: Sequence[WeaponMention]
    ) -> None:
        """The subject of "has been offered jets by": who receives, where the goods stay the object of a passive."""
        objects = [antecedent_of(child) for child in verb.children if child.dep_ in {"dobj", "oprd"}]
        has_goods = any(goods_of(child, weapons) for child in objects)
        if frame.subject != "supplier" or not is_passive(verb) or not has_goods:
            return
        subject = surface_subject(verb)
        if subject is not None:
            told = [party for party in self.phrases.parties_of(subject, weapons) if party.countries]
            reading.recipient.fill(told, "grammar")

    def _read_bought_for(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> None:
        """ "bought rifles for the rebels": who buys for somebody else, and names no seller, supplies."""
        pairs = [*prepositions_of(verb), *(p for w in reading.weapons for p in prepositions_of(verb.doc[w.head]))]
        if any(prep == "from" for prep, _ in pairs):
            return
        buyers = set(reading.recipient.countries)
        receivers = [p for prep, pobj in pairs if prep == "for" for p in self.phrases.parties_of(pobj, weapons)]
        receivers = named_others(receivers, buyers)
        if buyers and receivers:
            reading.supplier, reading.recipient = reading.recipient, Slot(receivers, "grammar")

    def _read_receiver(self, verb: Token, reading: TransferReading, weapons: Sequence[WeaponMention]) -> bool:
        """The object of "equip X with": a party, or the subject itself in "equipped itself with"."""
        patient = object_of(verb)
        if patient is not None and patient.lower_ in REFLEXIVE:
            reading.recipient, reading.supplier = reading.supplier, Slot()
            return bool(reading.recipient.parties)
        if patient is not None:
            reading.recipient.fill(self.phrases.parties_of(patient, weapons), "grammar")
        return bool(reading.recipient.parties)

    def _goods_by_position(
        self, verb: Token, frame: VerbFrame, weapons: Sequence[WeaponMention], barriers: frozenset[int]
    ) -> list[WeaponMention]:
        """Goods that the parse does not connect: a pronoun for them, the next words, those before a participle."""
        patient = object_of(verb)
        if patient is not None and patient.lower_ in GOODS_PRONOUNS and frame.id != "carry":
            described = [w for w in weapons if w.head == verb.head.i and verb.dep_ in {"acl", "relcl"}]
            return described or stands_for(patient, weapons)
        if verb.tag_ == "VBN" and (is_passive(verb) or not any(c.dep_ == "aux" for c in verb.children)):
            found = goods_before(verb, weapons)
            if found and (agent_of(verb) is not None or frame.strength == "strong"):
                return found
        relative = self._goods_before_subject(verb, weapons)
        if relative:
            return relative
        if is_passive(verb) and is_infinitive(verb):
            return self._goods_of_infinitive(verb, weapons)
        if frame.subject == "recipient" and _wants_to_do(verb):
            return []
        if (
            self._with_goods(verb, weapons)
            or frame.strength == "weak"
            or is_passive(verb)
            or self._has_other_object(verb, weapons)
        ):
            return []
        return goods_after(verb, weapons, barriers)

    def _goods_of_verb(self, verb: Token, frame: VerbFrame, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        if frame.object == "supplier" and not frame.preps.get("with"):
            built = [
                w
                for c in verb.children
                if c.dep_ in {"xcomp", "advcl", "acl"}
                and is_infinitive(c)
                and c.lemma_.lower() in MAKING
                and (made := object_of(c)) is not None
                for w in goods_of(made, weapons)
            ]
            if built:
                return built
        if frame.object == "recipient" and frame.subject != "weapon":
            return self._with_goods(verb, weapons)
        if frame.subject == "weapon":
            held = self._with_goods(verb, weapons) if frame.preps.get("with") == "weapon" else []
            if held:
                return held
            moved = surface_subject(verb)
            return goods_of(moved, weapons) if moved is not None else []
        patient = verb.head if is_gerund_as_adjective(verb) else object_of(verb)
        goods = goods_of(patient, weapons) if patient is not None else []
        if not goods and not any(child.dep_ == "dobj" for child in verb.children):
            subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
            if subject is not None and verb.dep_ in {"ccomp", "dep", "acl"}:  # "flies jets acquired from", misread
                goods = goods_of(subject, weapons)
        if not goods and not is_passive(verb) and not any(child.dep_ == "dobj" for child in verb.children):
            # "acquired missiles capable of": the parser makes a clause of the goods and their adjective
            clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and not _is_finite(c)]
            goods = [w for c in clauses for s in c.children if s.dep_ == "nsubj" for w in goods_of(s, weapons)]
        if not goods and is_passive(verb):  # "was offered jets by"
            objects = [antecedent_of(c) for c in verb.children if c.dep_ in {"dobj", "oprd"}]
            goods = [w for noun in objects for w in goods_of(noun, weapons)]
        if not goods and _is_reduced_relative(verb, frame):
            subject = next(child for child in verb.children if child.dep_ == "nsubj")
            goods = goods_of(subject, weapons)
        if not goods and verb.dep_ == "relcl" and patient is not None and patient.pos_ in {"PRON", "PROPN"}:
            goods = goods_of(verb.head, weapons)  # "the rifles that they gave them"
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

    def _goods_of_infinitive(self, verb: Token, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        """The goods "to be delivered": the weapon before, with no verb between."""
        for weapon in reversed(weapons):
            if weapon.end <= verb.i:
                between = verb.doc[weapon.end : verb.i]
                is_near = len(between) <= LONGEST_DATIVE and not any(t.pos_ == "VERB" for t in between)
                return [weapon] if is_near else []
        return []

    def _goods_before_subject(self, verb: Token, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
        """The goods of a relative clause without pronoun: "equipment *Armenia has obtained*"."""
        if any(child.dep_ in {"dobj", "ccomp", "xcomp", "nsubjpass"} for child in verb.children):
            return []
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is None:
            return []
        first = subject.left_edge.i
        if first > 0 and verb.doc[first - 1].lower_ in {"that", "which"}:
            first -= 1
        return [weapon for weapon in weapons if weapon.end == first]

    def _has_other_object(self, verb: Token, weapons: Sequence[WeaponMention]) -> bool:
        """Whether the verb has an object that is no weapon and no party: "sold the idea of"."""
        for child in verb.children:
            if child.dep_ == "dobj" and not goods_of(child, weapons):
                party = self.phrases.parties.read(child)
                return party is None or not party.countries
        return False

    def _read_misparsed_dative(self, verb: Token, reading: TransferReading) -> None:
        """A party directly between the verb and the goods: "sold Peru four tankers", however it was parsed."""
        if not isinstance(reading.frame, VerbFrame) or reading.frame.subject != "supplier":
            return
        first = min((weapon.start for weapon in reading.weapons), default=verb.i)
        for index in range(verb.i + 1, min(first, verb.i + LONGEST_DATIVE)):
            token = verb.doc[index]
            if token.pos_ == "ADP" or is_verb(token):
                return
            following = verb.doc[index + 1] if index + 1 < len(verb.doc) else token
            if token.pos_ not in {"PROPN", "NOUN"} or (
                following.pos_ in {"PROPN", "NOUN", "PART"} and following.i < first - 1
            ):
                continue
            if following.text in {"'s", "’s", "-", "'", "’"} or token.dep_ in {"poss", "amod"}:
                continue
            party = self.phrases.parties.read(token)
            if party is not None and party.countries and following.i <= first:
                is_adjective = (
                    following.i == first and token.dep_ == "compound" and token.head.i == verb.doc[first].head.i
                )
                if not is_adjective:
                    reading.recipient.fill(self.phrases.parties.read_all(token), "grammar")
                return


def _wants_to_do(verb: Token) -> bool:
    """Whether something is wished to be done, and not to be had: "wants to replace its tanks"."""
    return any(child.dep_ == "xcomp" and is_infinitive(child) for child in verb.children)


def _is_reduced_relative(verb: Token, frame: VerbFrame) -> bool:
    """Whether "the drones sent to Chad were" was parsed as if the drones sent something."""
    has_subject = any(child.dep_ == "nsubj" for child in verb.children)
    has_other = any(child.dep_ in {"dobj", "aux", "dative"} and child.pos_ != "ADP" for child in verb.children)
    is_form = verb.tag_ in {"VBD", "VBN"} and verb.lemma_.lower() not in MOVING_ITSELF
    return frame.subject == "supplier" and frame.object == "weapon" and has_subject and not has_other and is_form


def _is_finite(clause: Token) -> bool:
    """Whether a clause has a tense of its own."""
    return clause.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(c.dep_ in {"aux", "auxpass"} for c in clause.children)
