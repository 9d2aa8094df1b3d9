"""What the words around a transfer add to it, and what they say it is not: a ban, an attack, a deployment, a metaphor."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_parties import ANAPHORS, PartyReader, PartyReading
from pipeline.annotate.claim_slots import Slot
from pipeline.annotate.claim_syntax import governors, is_verb
from pipeline.records import Mention

RULES = frozenset(
    {
        "ban",
        "embargo",
        "prohibit",
        "forbid",
        "sanction",
        "restriction",
        "treaty",
        "bar",
        "regulate",
        "regulation",
        "law",
        "control",
        "outlaw",
        "prohibition",
        "moratorium",
    }
)
BROKEN_RULES = frozenset(
    {
        "violate",
        "breach",
        "lift",
        "defy",
        "circumvent",
        "skirt",
        "evade",
        "flout",
        "violation",
        "break",
        "contravene",
        "ease",
        "ignore",
        "contravention",
    }
)
ATTACK = frozenset(
    {
        "attack",
        "strike",
        "fire",
        "launch",
        "barrage",
        "hit",
        "bombard",
        "shoot",
        "crash",
        "explode",
        "target",
        "raid",
        "slam",
    }
)
DEPLOYMENT = frozenset(
    {"deploy", "deployment", "exercise", "drill", "airbase", "scramble", "flyover", "redeploy", "sortie"}
)
CIVIL = frozenset({"wildfire", "firefighting", "firefighter", "earthquake", "flood", "rescue"})
MOVING = frozenset({"send", "carry"})
PLATFORMS = frozenset({"aircraft", "ships", "armoured-vehicles", "air-defence", "artillery"})
OWN_FORCES = frozenset(
    {"military", "navy", "army", "force", "marines", "fleet", "command", "squadron", "troops", "corps"}
)
DISARMING = frozenset({"hand", "surrender", "give", "turn", "lay", "return", "yield", "deliver"})
TRENDS = frozenset(
    {
        "rise",
        "fall",
        "grow",
        "increase",
        "decline",
        "total",
        "reach",
        "account",
        "drop",
        "soar",
        "double",
        "amount",
        "be",
        "top",
        "hit",
        "surge",
    }
)
BOUND = frozenset(
    {
        "bound",
        "destined",
        "headed",
        "heading",
        "en",
        "intended",
        "meant",
        "addressed",
        "travelling",
        "traveling",
        "sailing",
        "way",
    }
)
COMPOUND_HEADS = frozenset(
    {
        "treaty",
        "control",
        "ban",
        "embargo",
        "licence",
        "license",
        "policy",
        "law",
        "rule",
        "fair",
        "expo",
        "business",
        "industry",
        "ministry",
        "agency",
        "department",
        "officer",
        "regime",
        "regulation",
        "programme",
        "program",
        "firm",
        "company",
    }
)
FARTHEST_WORDS = 9  # words between a trigger and "bound for"


def is_no_transfer(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether the sentence speaks of a rule, an attack, a deployment, a surrender or a figure of speech."""
    doc, trigger = sentence.doc, transfer.trigger
    goods = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    lemmas = {token.lemma_.lower() for token in sentence if token.i not in goods}
    main = transfer.main
    words = {token.lower_ for token in doc[main.start : main.end]}
    if "nuclear" in words or (main.start > 0 and doc[main.start - 1].lower_ == "nuclear"):
        return True
    if _is_compound_of(trigger, COMPOUND_HEADS):
        return True
    if _is_rule(transfer, lemmas):
        return True
    if (
        transfer.frame_id in MOVING
        and main.category in {"missiles", "aircraft", "ammunition"}
        and lemmas & ATTACK
        and transfer.supplier.basis != "nationality"
    ):
        if not (
            transfer.supplier.countries
            and transfer.recipient.countries
            and transfer.recipient.parties[0].basis != "place"
        ):
            return True
        if "into" in lemmas or "toward" in lemmas or "towards" in lemmas:
            return True
    if (
        transfer.frame_id in MOVING
        and main.category in PLATFORMS
        and (lemmas & DEPLOYMENT or _is_own_force(transfer, doc))
    ):
        return True
    is_civil = bool(lemmas & CIVIL) or {"civil", "protection"} <= lemmas
    if is_civil and not lemmas & {"army", "military", "troop", "weapon", "arm"}:
        return True
    if _is_surrender(transfer, doc):
        return True
    if all(weapon.strength == "weak" for weapon in transfer.weapons) and not _is_military_talk(
        transfer, sentence, frames
    ):
        return True
    return _is_figure(transfer, doc)


def fill_from_context(transfer: Transfer, sentence: Span, reader: PartyReader) -> None:
    """Fill roles that the frame left open: "bound for", "the island", rebels whose country is told nearby."""
    doc = sentence.doc
    if not transfer.recipient.countries:
        bound = _bound_for(transfer, sentence, reader)
        if bound is not None:
            transfer.recipient.parties, transfer.recipient.basis = [bound], "linear"
    if (
        transfer.supplier.countries
        and not transfer.recipient.is_told
        and transfer.frame_id in {"send", "supply", "provide"}
    ):
        group = _group_in(sentence, reader, set(transfer.supplier.countries))
        if group is not None:
            transfer.recipient.parties, transfer.recipient.basis = [group], "context"
    for slot, other in ((transfer.recipient, transfer.supplier), (transfer.supplier, transfer.recipient)):
        _resolve_vague(slot, other, doc, sentence)


def drop_guesses(transfer: Transfer) -> None:
    """Take back a guessed country ("the rebels") where it is the other side's: nobody supplies itself."""
    for slot, other in ((transfer.recipient, transfer.supplier), (transfer.supplier, transfer.recipient)):
        if set(slot.countries) & set(other.countries) and all(party.basis == "context" for party in slot.parties):
            slot.parties = [replace(party, countries=()) for party in slot.parties]
            slot.basis = "none"


def has_needed(transfer: Transfer) -> bool:
    """Whether the roles are told without which the frame says nothing of a transfer between two."""
    if "supplier" in transfer.needs and not transfer.supplier.is_told and not _is_lifted(transfer.trigger):
        return False
    if transfer.rule.startswith("noun") and _is_trend(transfer):
        return False
    if not transfer.supplier.is_told and transfer.frame_id in {"provide", "supply"} and _is_own_branch(transfer):
        return False
    if transfer.frame_id == "seize" and transfer.main.strength == "weak":
        return False
    if "bound" in transfer.needs:
        return bool(transfer.recipient.countries)
    if transfer.rule in {"noun:deal"}:
        return bool(transfer.supplier.countries and transfer.recipient.countries)
    if transfer.frame_id in MOVING:
        return bool(
            transfer.recipient.is_told or (transfer.supplier.basis == "grammar" and transfer.frame_id == "carry")
        )
    return True


def _is_own_branch(transfer: Transfer) -> bool:
    """Whether goods go to a branch of the armed forces from nobody named: a country equips itself."""
    doc = transfer.trigger.doc
    words = {
        token.lemma_.lower()
        for party in transfer.recipient.parties
        if (span := doc.char_span(party.start, party.end, alignment_mode="expand")) is not None
        for token in span
    }
    return bool(words & {"navy", "army", "force", "pla", "marines"})


def _is_trend(transfer: Transfer) -> bool:
    """Whether a country's exports as such are spoken of: "Norway's arms exports rose"."""
    verb = transfer.trigger.head
    is_one_sided = not (transfer.supplier.is_told and transfer.recipient.is_told)
    return is_one_sided and transfer.trigger.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in TRENDS


def _is_lifted(trigger: Token) -> bool:
    """Whether an embargo is spoken of: who buys then buys abroad."""
    lemmas = {token.lemma_.lower() for token in trigger.sent}
    return bool(lemmas & {"embargo", "ban"} and lemmas & {"lift", "end", "ease"})


def _is_compound_of(trigger: Token, heads: frozenset[str]) -> bool:
    """Whether the trigger only describes another noun: "arms trade treaty", "arms export controls"."""
    if trigger.i + 1 >= len(trigger.doc) or is_verb(trigger):
        return False
    following = trigger.nbor()
    return following.pos_ in {"NOUN", "PROPN"} and following.lemma_.lower() in heads


def _is_rule(transfer: Transfer, lemmas: set[str]) -> bool:
    """Whether the transfer is what a rule forbids, and nobody says that the rule was broken or lifted."""
    if lemmas & BROKEN_RULES:
        return False
    for head, child in governors(transfer.trigger):
        if head.lemma_.lower() in RULES and child.dep_ in {
            "prep",
            "pobj",
            "pcomp",
            "xcomp",
            "dobj",
            "acl",
            "nsubj",
            "nsubjpass",
        }:
            return True
        if child.dep_ in {"ccomp", "advcl", "relcl"} and is_verb(child):
            return False
        if is_verb(head) and child.dep_ in {"nsubj", "nsubjpass"}:
            return head.lemma_.lower() in RULES
    return False


def _is_own_force(transfer: Transfer, doc: Doc) -> bool:
    """Whether an armed force sends its own platforms: "the navy sent two frigates"."""
    for party in transfer.supplier.parties:
        span = doc.char_span(party.start, party.end, alignment_mode="expand")
        if span is not None and {t.lemma_.lower() for t in span.root.subtree} & OWN_FORCES:
            return True
    subject = next((child for child in transfer.trigger.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.lemma_.lower() in OWN_FORCES


def _is_surrender(transfer: Transfer, doc: Doc) -> bool:
    """Whether a group gives up its own arms: "handed over their weapons"."""
    if transfer.trigger.lemma_.lower() not in DISARMING:
        return False
    owned = any(child.dep_ == "poss" and child.lower_ == "their" for child in doc[transfer.main.head].children)
    return owned and not transfer.recipient.countries


def _is_military_talk(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether the sentence speaks of arms apart from the weak word itself: "planes", "vehicles", "equipment"."""
    taken = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    words = frames.words["military_talk"]
    return any(token.i not in taken and (token.lemma_.lower() in words or token.lower_ in words) for token in sentence)


def _is_figure(transfer: Transfer, doc: Doc) -> bool:
    """ "gave ammunition to her critics": a gift of a weapon to nobody that can be a party."""
    if transfer.trigger.lemma_.lower() not in {"give", "provide", "hand", "offer", "supply", "lend", "find"}:
        return False
    return (
        transfer.main.text(doc)
        .lower()
        .endswith(("ammunition", "weapon", "ammo", "arsenal", "shield", "armor", "armour"))
        and not (transfer.recipient.countries)
        and doc[transfer.main.head].tag_ == "NN"
    )


def _bound_for(transfer: Transfer, sentence: Span, reader: PartyReader) -> PartyReading | None:
    """The destination in "a ship bound for Sudan", "destined for rebels in Mali"."""
    for token in sentence:
        if token.lower_ not in BOUND or token.i < min(transfer.trigger.i, transfer.main.start) - FARTHEST_WORDS:
            continue
        for following in token.doc[token.i + 1 : min(token.i + 4, sentence.end)]:
            if following.lower_ in {"for", "to", "towards", "toward"} and following.pos_ in {"ADP", "PART", "SCONJ"}:
                for child in following.children:
                    if child.dep_ == "pobj":
                        reading = reader.read(child)
                        if (
                            reading is not None
                            and reading.countries
                            and not set(reading.countries) & set(transfer.supplier.countries)
                        ):
                            return reading
    return None


def _group_in(sentence: Span, reader: PartyReader, taken: set[str]) -> PartyReading | None:
    """The only armed group that the sentence names: whom a supplier fights beside, it supplies."""
    readings = [
        reading
        for token in sentence
        if token.pos_ == "NOUN"
        and token.dep_ in {"pobj", "dobj", "conj"}
        and (reading := reader.read(token)) is not None
    ]
    groups = [reading for reading in readings if reading.is_group and not set(reading.countries) & taken]
    return groups[0] if len(groups) == 1 else None


def _resolve_vague(slot: Slot, other: Slot, doc: Doc, sentence: Span) -> None:
    """Give a country to "the island" and "the rebels": the one named nearest before, and most often around."""
    if slot.countries or not slot.parties:
        return
    party = slot.parties[0]
    span = doc.char_span(party.start, party.end, alignment_mode="expand")
    if span is None or party.kind == "bloc":
        return
    lemma = span.root.lemma_.lower()
    excluded = set(other.countries)
    is_definite = any(child.dep_ == "det" and child.lower_ in {"the", "this", "that"} for child in span.root.children)
    country: str | None = None
    if lemma in ANAPHORS and is_definite and span.root.tag_ == "NN":
        country = _last_country_before(doc, party.start, excluded)
    elif party.is_group:
        country = _country_around(doc, sentence, party.start, excluded)
    if country is not None:
        slot.parties = [PartyReading((country,), party.kind, party.start, party.end, "context")]
        slot.basis = "context"


def _mentions(doc: Doc) -> list[Mention]:
    return [
        mention
        for mention in doc._.wirewatch_mentions
        if mention.country and mention.type in {"GPE", "NORP", "ROLE", "LOC"}
    ]


def _last_country_before(doc: Doc, position: int, excluded: set[str]) -> str | None:
    before = [m for m in _mentions(doc) if m.end <= position and m.country not in excluded]
    subjects = [
        m for m in before if (span := doc.char_span(m.start, m.end)) and span.root.dep_ in {"nsubj", "nsubjpass"}
    ]
    return (subjects or before)[-1].country if before else None


def _country_around(doc: Doc, sentence: Span, position: int, excluded: set[str]) -> str | None:
    """The country nearest in the sentence, else the one most often named in the text."""
    mentions = [m for m in _mentions(doc) if m.country not in excluded]
    inside = [m for m in mentions if sentence.start_char <= m.start < sentence.end_char]
    if inside:
        return min(inside, key=lambda m: abs(m.start - position)).country
    counts = Counter(m.country for m in mentions)
    return counts.most_common(1)[0][0] if counts else None
