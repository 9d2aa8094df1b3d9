"""Transfers that only a rule or an office is about: "an embargo on arms sales", "arms export controls"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_syntax import governors, is_verb
from pipeline.annotate.words import wordset

RULES = wordset(
    "ban embargo prohibit forbid sanction restriction treaty bar regulate regulation law control outlaw "
    "prohibition moratorium"
)
BROKEN_RULES = wordset(
    "violate breach lift defy circumvent skirt evade flout violation break contravene ease ignore contravention"
)
# How what a rule forbids hangs on it: "banned from selling", "the ban on sales".
RULED = frozenset({"prep", "pobj", "pcomp", "xcomp", "dobj", "acl", "nsubj", "nsubjpass"})
# Nouns after a word of transfer that it only describes.
COMPOUND_HEADS = wordset(
    "treaty control ban embargo licence license policy law rule fair expo business industry ministry agency "
    "department officer regime regulation programme program firm company"
)


def is_rule(transfer: Transfer, lemmas: set[str]) -> bool:
    """Whether the transfer is what a rule forbids, and nobody says that the rule was broken or lifted."""
    if lemmas & BROKEN_RULES:
        return False
    for head, child in governors(transfer.trigger):
        is_against = head.dep_ == "prep" and head.i > 0 and head.lower_ in {"on", "against"} and child.dep_ == "pobj"
        if is_against and head.nbor(-1).lemma_.lower() in RULES:  # "keep its ban on", where "on" hangs on the verb
            return True
        if head.lemma_.lower() in RULES and child.dep_ in RULED:
            return True
        if child.dep_ in {"ccomp", "advcl", "relcl"} and is_verb(child):
            return False
        if is_verb(head) and child.dep_ in {"nsubj", "nsubjpass"}:
            return head.lemma_.lower() in RULES
    return False


def is_only_descriptive(trigger: Token) -> bool:
    """Whether the trigger only describes another noun: "arms trade treaty", "arms export controls"."""
    if trigger.i + 1 >= len(trigger.doc) or is_verb(trigger):
        return False
    following = trigger.nbor()
    return following.pos_ in {"NOUN", "PROPN"} and following.lemma_.lower() in COMPOUND_HEADS


def is_of_institution(transfer: Transfer) -> bool:
    """Whether a one-sided transfer only tells what an office or a rule is for: "rules on exports of arms"."""
    if transfer.supplier.is_told and transfer.recipient.is_told:
        return False
    prep = transfer.trigger.head
    if prep.dep_ != "prep" or prep.lower_ not in {"for", "on"} or prep.i == 0:
        return False
    return bool({prep.head.lemma_.lower(), prep.nbor(-1).lemma_.lower()} & (COMPOUND_HEADS - RULES))
