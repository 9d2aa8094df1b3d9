"""From readings of triggers to transfers: the readings of one weapon are joined, weapons are grouped by category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.claim_slots import Slot, TransferReading
from pipeline.annotate.quantities import find_quantities
from pipeline.annotate.weapons import WeaponMention

BASIS_RANK = {"grammar": 4, "nationality": 3, "control": 3, "linear": 2, "context": 1, "none": 0}
PASSING = frozenset(
    {
        "pass",
        "hand",
        "give",
        "send",
        "sell",
        "resell",
        "ship",
        "transfer",
        "forward",
        "smuggle",
        "divert",
        "donate",
        "deliver",
        "return",
        "re-export",
    }
)
UNDONE = frozenset({"being", "will", "would", "to", "could", "may", "might", "should"})
PLANNED_FIRST = {"hypothetical": 3, "planned": 2, "past": 1, "asserted": 0}


@dataclass(slots=True)
class Transfer:
    """A transfer as the sentence tells it: weapons of one category, parties, the trigger that tells most."""

    trigger: Token
    weapons: list[WeaponMention]
    supplier: Slot
    recipient: Slot
    intermediary: Slot
    base_modality: str
    rule: str
    deal_type: str | None
    needs: frozenset[str] = frozenset()
    is_linear: bool = False
    is_weak: bool = False
    is_apart: bool = False
    frame_id: str = ""
    triggers: list[Token] = field(default_factory=list)

    @property
    def main(self) -> WeaponMention:
        """The weapon that gives the category: the first that is specific."""
        return next((weapon for weapon in self.weapons if weapon.strength == "strong"), self.weapons[0])

    @property
    def category(self) -> str:
        """The SIPRI category."""
        return self.main.category

    @property
    def designation(self) -> str | None:
        """The catalog name, where all weapons that have one agree."""
        names = {weapon.designation for weapon in self.weapons if weapon.designation}
        return names.pop() if len(names) == 1 else None

    def weapon_text(self, doc: Doc) -> str:
        """The words of the weapons, in the order of the text."""
        ordered = sorted(self.weapons, key=lambda weapon: weapon.start)
        return ", ".join(dict.fromkeys(weapon.text(doc) for weapon in ordered))


def merge_readings(readings: Sequence[TransferReading]) -> list[Transfer]:
    """One transfer for each category and dyad, in the order of the weapons.

    Where several triggers tell of one weapon ("approved a deal to sell four drones"), the fullest reading leads and
    the others fill what it lacks.
    """
    transfers: list[Transfer] = []
    for reading in readings:
        if not reading.weapons:
            transfers.append(_bare(reading))
    told = {weapon for reading in readings for weapon in reading.weapons}
    for weapon in sorted(told, key=lambda weapon: (weapon.start, weapon.end)):
        own = [reading for reading in readings if weapon in reading.weapons]
        transfers += _stages(weapon, own)
    groups = _group(_drop_general(transfers), readings[0].trigger.doc)
    for transfer in groups:
        _inherit(transfer, groups)
    return groups


def repeated_by_do_so(sentence: Span, transfers: Sequence[Transfer]) -> list[Transfer]:
    """The transfers that "plans to do so" speaks of again: the last one told before it, with a trigger of its own."""
    found: list[Transfer] = []
    for token in sentence[:-1]:
        if (
            token.lemma_.lower() != "do"
            or token.nbor().lower_ not in {"so", "this", "it"}
            or token.nbor().dep_ == "det"
        ):
            continue
        before = [transfer for transfer in transfers if transfer.trigger.i < token.i]
        is_modal = any(child.dep_ in {"aux", "neg"} for child in token.children)
        if before and is_modal:
            found.append(
                replace(before[-1], trigger=token, triggers=[token], base_modality="asserted", rule="verb:do-so")
            )
    return found


def drop_summaries(transfers: Sequence[Transfer]) -> list[Transfer]:
    """Without the general words that a specific item of the same dyad spells out: "weapons, including rockets"."""
    kept: list[Transfer] = []
    for transfer in transfers:
        spelled = any(
            other is not transfer
            and transfer.category == "unspecified"
            and other.category != "unspecified"
            and _within(other.supplier, transfer.supplier)
            and _within(other.recipient, transfer.recipient)
            and _is_spelled_out(transfer, other)
            for other in transfers
        )
        if not spelled:
            kept.append(transfer)
    return kept


def _within(one: Slot, other: Slot) -> bool:
    """Whether a role names the same countries, or none of its own."""
    return not one.countries or one.countries == other.countries


def _is_spelled_out(general: Transfer, specific: Transfer) -> bool:
    doc = general.trigger.doc
    start, end = general.weapons[-1].end, specific.main.start
    return any(token.lower_ in {"including", "namely", "such", "especially", "notably"} for token in doc[start:end])


def _join(weapon: WeaponMention, readings: list[TransferReading]) -> Transfer:
    readings = sorted(readings, key=_fullness, reverse=True)
    lead = _told_by_arrival(readings[0], readings)
    supplier, recipient, via = replace(lead.supplier), replace(lead.recipient), replace(lead.intermediary)
    if supplier.basis == "nationality" and weapon in lead.origins:
        supplier = Slot(lead.origins[weapon], "nationality")
    base = _modality_of(lead)
    for other in (reading for reading in readings if reading is not lead):
        for mine, theirs, opposite in ((supplier, other.supplier, recipient), (recipient, other.recipient, supplier)):
            if theirs.is_told and not set(theirs.countries) & set(opposite.countries):
                mine.fill(theirs.parties, theirs.basis)
        via.fill(other.intermediary.parties, other.intermediary.basis)
        is_above = any(token.i == other.trigger.i for token in lead.trigger.ancestors)
        if is_above and PLANNED_FIRST[other.frame.modality] > PLANNED_FIRST[base]:
            base = other.frame.modality
    needs = frozenset.intersection(*(frozenset[str](reading.frame.needs) for reading in readings))
    return Transfer(
        trigger=lead.trigger,
        weapons=[weapon],
        supplier=supplier,
        recipient=recipient,
        intermediary=via,
        base_modality=base,
        rule=lead.rule,
        deal_type=next((r.frame.deal_type for r in readings if r.frame.deal_type), None),
        needs=needs,
        is_linear=lead.is_linear,
        is_weak=getattr(lead.frame, "strength", "strong") == "weak",
        is_apart=lead.is_apart,
        frame_id=lead.frame.id,
        triggers=[reading.trigger for reading in readings],
    )


def _stages(weapon: WeaponMention, readings: list[TransferReading]) -> list[Transfer]:
    """One transfer, or two where the goods are passed on: "sold to Oman and handed to Mali", "to Oman, which gave it"."""
    for one in readings:
        for two in readings:
            if not _passes_on(one, two):
                continue
            later = [reading for reading in readings if reading is two or two.trigger.is_ancestor(reading.trigger)]
            first = _join(weapon, [reading for reading in readings if reading not in later])
            second = _join(weapon, later)
            if not second.supplier.is_told or second.supplier.countries == first.supplier.countries:
                second.supplier = Slot(first.recipient.parties, "control")
            second.is_apart = True
            return [first, second]
    return [_join(weapon, readings)]


def _passes_on(one: TransferReading, two: TransferReading) -> bool:
    """Whether the second verb tells where the goods went after the receiver of the first had them."""
    have, get = set(one.recipient.countries), set(two.recipient.countries)
    if one is two or two.trigger.lemma_.lower() not in PASSING or not have or not get or have & get:
        return False
    is_joined = two.trigger.dep_ == "conj" and two.trigger.head.i == one.trigger.i
    return is_joined or (two.trigger.dep_ == "relcl" and set(two.supplier.countries) == have)


def _is_still_open(verb: Token) -> bool:
    """ "Have yet to arrive"."""
    return verb.dep_ == "xcomp" and any(child.lower_ == "yet" for child in (*verb.children, *verb.head.children))


def _modality_of(reading: TransferReading) -> str:
    """The modality of the frame; what a foreign yard has built is there: "were built in Oman"."""
    verb = reading.trigger
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    is_done = verb.tag_ == "VBD" or (bool(helpers & {"was", "were", "been", "had"}) and not helpers & UNDONE)
    if reading.frame.modality == "asserted" and _is_still_open(verb):
        return "planned"  # "have yet to arrive"
    return "asserted" if reading.frame.id == "build-for" and is_done else reading.frame.modality


def _told_by_arrival(lead: TransferReading, readings: list[TransferReading]) -> TransferReading:
    """The reading of the main clause where the fullest one only describes its goods: "received the jets it ordered"."""
    is_settled = lead.frame.modality == "asserted" and lead.frame.id != "pay"
    if lead.trigger.dep_ not in {"relcl", "acl"} or is_settled:
        return lead
    for other in readings:
        is_told = other.frame.modality == "asserted" and not other.is_linear and not _is_still_open(other.trigger)
        is_told = is_told and other.frame.id != "have"
        if other.trigger.is_ancestor(lead.trigger) and is_told:
            return other
    return lead


def _bare(reading: TransferReading) -> Transfer:
    """A verb that is the weapon itself: "to arm"."""
    word = WeaponMention(reading.trigger.i, reading.trigger.i + 1, reading.trigger.i, "unspecified", None, "general")
    return Transfer(
        trigger=reading.trigger,
        weapons=[word],
        supplier=reading.supplier,
        recipient=reading.recipient,
        intermediary=reading.intermediary,
        base_modality=reading.frame.modality,
        rule=reading.rule,
        deal_type=reading.frame.deal_type,
        frame_id=reading.frame.id,
        triggers=[reading.trigger],
    )


def _fullness(reading: TransferReading) -> tuple[int, int, int, int]:
    """Readings that fill more roles by better means lead; verbs before nouns, the parse before position."""
    told = [slot for slot in (reading.supplier, reading.recipient) if slot.is_told]
    means = sum(BASIS_RANK[slot.basis] for slot in told)
    named = sum(1 for slot in told if slot.countries)
    is_turning_up = reading.frame.id in {"find-way", "have"}  # where goods are tells less than who bought them
    return (
        2 * named + len(told),
        means - 3 * is_turning_up,
        int(not reading.is_linear),
        int(reading.rule.startswith("verb")),
    )


def _drop_general(transfers: list[Transfer]) -> list[Transfer]:
    """Without the general words ("equipment") that stand beside a specific item of the same trigger and dyad."""
    specific = [t for t in transfers if t.category != "unspecified"]
    kept: list[Transfer] = []
    for transfer in transfers:
        is_vague = transfer.category == "unspecified" and transfer.weapons[0].strength == "weak"
        rivals = [t for t in transfers if t.weapons[0].strength != "weak"] if is_vague else specific
        if transfer.category == "unspecified" and any(_same_event(transfer, o) for o in rivals if o is not transfer):
            continue
        kept.append(transfer)
    return kept


def _same_event(one: Transfer, other: Transfer) -> bool:
    if one.is_apart or other.is_apart:
        return False
    if one.trigger.i == other.trigger.i:
        return True
    return bool({t.i for t in one.triggers} & {t.i for t in other.triggers})


def _group(transfers: list[Transfer], doc: Doc) -> list[Transfer]:
    """Items of one category and event in one transfer, unless their numbers differ."""
    groups: list[Transfer] = []
    for transfer in transfers:
        for group in groups:
            if (
                group.category == transfer.category
                and _same_event(group, transfer)
                and not _counted_apart(doc, group, transfer)
                and _within(transfer.supplier, group.supplier)
            ):
                group.weapons.append(transfer.weapons[0])
                for mine, theirs in ((group.supplier, transfer.supplier), (group.recipient, transfer.recipient)):
                    mine.fill(theirs.parties, theirs.basis)
                break
        else:
            groups.append(transfer)
    return groups


def _inherit(transfer: Transfer, others: list[Transfer]) -> None:
    """Take a missing party from another transfer of the sentence that this one plainly continues.

    It does where it names no party itself ("and 20 guns provided since May"), points back ("further shipments"), or
    shares the supplier through coordinated verbs.
    """
    if transfer.supplier.is_told and transfer.recipient.is_told:
        return
    for other in others:
        if other is transfer or not (other.supplier.countries and other.recipient.countries):
            continue
        is_open = transfer.trigger.tag_ == "VBN" or _coordinated(transfer.trigger, other.trigger)
        goods = transfer.trigger.doc[transfer.main.head]
        is_definite = any(child.lower_ in {"the", "these", "those"} for child in goods.children)
        is_joined = is_definite and bool(transfer.supplier.countries) and _coordinated(transfer.trigger, other.trigger)
        if is_joined and not set(transfer.supplier.countries) & set(other.recipient.countries):
            transfer.recipient.fill(other.recipient.parties, "context")  # "gets guns from X, and Y supplies the shells"
        has_none = is_open and not transfer.supplier.is_told and not transfer.recipient.is_told
        is_pointing = any(weapon.words is not None for weapon in transfer.weapons)
        shares = transfer.supplier.countries == other.supplier.countries and _coordinated(
            transfer.trigger, other.trigger
        )
        if has_none or shares or (is_pointing and transfer.supplier.countries == other.supplier.countries):
            transfer.supplier.fill(other.supplier.parties, "context")
            transfer.recipient.fill(other.recipient.parties, "context")
            return


def _coordinated(one: Token, other: Token) -> bool:
    """Whether two triggers hang on coordinated verbs."""
    chain = {one.i, *(token.i for token in one.ancestors)}
    conjuncts = {token.i for token in other.conjuncts} | {
        token.i for ancestor in other.ancestors for token in ancestor.conjuncts
    }
    return bool(chain & conjuncts)


def _counted_apart(doc: Doc, group: Transfer, transfer: Transfer) -> bool:
    """Whether a number of its own stands before the second item."""
    start = transfer.weapons[0].start
    words = doc[max(group.weapons[-1].end, start - 6, 0) : start].text
    return any(quantity.kind == "count" for quantity in find_quantities(words))
