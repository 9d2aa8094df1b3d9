"""Arms that their owner moves, fires or gives up, and hands to nobody: attacks, deployments, surrenders."""

from __future__ import annotations

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.words import wordset

ATTACK = wordset("attack strike fire launch barrage hit bombard shoot crash explode target raid slam")
DEPLOYMENT = frozenset(
    {"deploy", "deployment", "exercise", "drill", "airbase", "scramble", "flyover", "redeploy", "sortie"}
)
MOVING = frozenset({"send", "carry"})  # frames
# Categories of what an armed force uses itself where it stands.
PLATFORMS = frozenset({"aircraft", "ships", "armoured-vehicles", "air-defence", "artillery"})
# What is fired, or fires, in an attack.
FIRED = frozenset({"missiles", "aircraft", "ammunition"})
OWN_FORCES = frozenset(
    {"military", "navy", "army", "force", "marines", "fleet", "command", "squadron", "troops", "corps"}
)
SENDING_OUT = frozenset({"divert", "dispatch", "release", "return", "move", "shift", "route", "send"})
DISARMING = frozenset({"hand", "surrender", "give", "turn", "lay", "return", "yield", "deliver"})
TAKEN = frozenset({"seize", "capture", "steal", "loot", "take", "confiscate"})


def is_attack(transfer: Transfer, lemmas: set[str]) -> bool:
    """Whether missiles, planes or shells are sent at somebody: "sent rockets into the town"."""
    is_fired = transfer.frame_id in MOVING and transfer.main.category in FIRED and bool(lemmas & ATTACK)
    if not is_fired or transfer.supplier.basis == "nationality":
        return False
    is_between_two = (
        transfer.supplier.countries and transfer.recipient.countries and transfer.recipient.parties[0].basis != "place"
    )
    return not is_between_two or bool(lemmas & {"into", "toward", "towards"})


def is_deployment(transfer: Transfer, lemmas: set[str]) -> bool:
    """Whether an armed force takes its own platforms somewhere: "sent two frigates to the exercise"."""
    if transfer.frame_id not in MOVING or transfer.main.category not in PLATFORMS:
        return False
    return bool(lemmas & DEPLOYMENT) or _is_own_force(transfer)


def is_own_move(transfer: Transfer) -> bool:
    """Whether a force sends its own vessels or planes somewhere, or somebody flies one: "diverted a warship"."""
    lemma = transfer.trigger.lemma_.lower()
    if transfer.category not in PLATFORMS:
        return False
    if lemma in {"fly", "pilot"} and transfer.category == "aircraft" and transfer.recipient.basis != "grammar":
        return True
    is_open = not (transfer.supplier.is_told and transfer.recipient.is_told)
    return lemma in SENDING_OUT and is_open and _is_own_force(transfer)


def _is_own_force(transfer: Transfer) -> bool:
    """Whether an armed force sends its own platforms: "the navy sent two frigates"."""
    for party in transfer.supplier.parties:
        span = transfer.trigger.doc.char_span(party.start, party.end, alignment_mode="expand")
        if span is not None and {t.lemma_.lower() for t in span.root.subtree} & OWN_FORCES:
            return True
    subject = next((child for child in transfer.trigger.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.lemma_.lower() in OWN_FORCES


def is_surrender(transfer: Transfer) -> bool:
    """Whether a group gives up its own arms: "handed over their weapons"."""
    if transfer.trigger.lemma_.lower() not in DISARMING:
        return False
    if any(child.dep_ == "prt" and child.lower_ in {"in", "down"} for child in transfer.trigger.children):
        return True
    goods = transfer.trigger.doc[transfer.main.head]
    is_theirs = any(child.dep_ == "poss" and child.lower_ == "their" for child in goods.children)
    return is_theirs and not transfer.recipient.countries


def is_given_back(transfer: Transfer) -> bool:
    """Whether what was taken is returned: "will return weapons seized from the army"."""
    if transfer.trigger.lemma_.lower() != "return":
        return False
    goods = [transfer.trigger.doc[weapon.head] for weapon in transfer.weapons]
    return any(
        child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in TAKEN for noun in goods for child in noun.subtree
    )
