"""What a word does to the modality of a transfer below it: "plans to", "halted", "opposes", "no evidence of"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_modality_own_words import OPINIONS, read_auxiliaries
from pipeline.annotate.claim_modality_reading import ModalityDraft
from pipeline.annotate.claim_syntax import is_infinitive, is_verb
from pipeline.annotate.words import wordset

HEDGING_PASSIVES = wordset("believe think suspect report say allege rumour rumor understand expect estimate fear")
PROOFS = frozenset({"evidence", "proof", "sign", "indication", "trace", "truth"})
# Verbs with a particle that call a transfer off.
CALLED_OFF = frozenset(
    {("back", "out"), ("pull", "out"), ("walk", "away"), ("call", "off"), ("turn", "down"), ("back", "away")}
)
WARDING = frozenset({"block", "stop", "halt", "thwart", "foil", "end"})  # as an aim they have not stopped anything yet
RULE_NOUNS = frozenset({"ban", "embargo", "sanction", "prohibition", "restriction", "moratorium"})
LIFTING = frozenset({"lift", "ease", "relax", "remove", "end", "drop", "scrap", "waive"})
# What is done about transfers that happen: nothing above tells whether they do ("agreed to monitor shipments").
PRESUPPOSING = wordset(
    "follow monitor track watch trace observe document expose publicise publicize record regret condemn denounce "
    "deplore decry criticise criticize punish avenge protest investigate probe count tally map"
)
# What somebody gets for a deed done: "would pay a price for buying".
REQUITALS = wordset(
    "price penalty consequence punish punishment criticise criticize condemn thank blame rebuke praise sanction "
    "fine arrest jail convict apologise apologize denounce cost"
)
WAITING = frozenset({"require", "await"})  # a transfer that does this is not yet decided
# How what is stopped hangs on the word that stops it.
STOPPABLE = frozenset({"dobj", "xcomp", "nsubjpass", "pobj", "prep", "pcomp", "acl", "nsubj"})


def read_governor(
    head: Token, child: Token, draft: ModalityDraft, words: dict[str, frozenset[str]], *, is_cue: bool
) -> None:
    """What a governing word does to the transfer that hangs on it by `child`; the cue is the claimant's verb."""
    lemma = head.lemma_.lower()
    if _read_idiom(head, child, lemma, draft):
        return
    is_open = lemma in words["hypothetical"] and not (
        (child.dep_ == "nsubj" and lemma not in WAITING)
        or (child.dep_ == "nsubjpass" and lemma in {"call", "need", "push"})
        or (child.dep_ == "dobj" and lemma == "call")
    )
    if is_open or _is_opinion(head, child):
        draft.raise_to("hypothetical")
    elif lemma == "be" and child.dep_ == "xcomp" and is_infinitive(child):
        draft.raise_to("planned")
    elif lemma in words["planned"]:
        is_report = is_cue and is_verb(child) and child.dep_ == "ccomp" and lemma not in {"pledge", "promise", "vow"}
        if not is_report:
            draft.raise_to("planned")
    elif lemma in words["stopped"] and not (lemma in WARDING and is_infinitive(head)) and child.dep_ in STOPPABLE:
        draft.negate("plain" if lemma in {"refuse", "refusal", "decline"} else "stopped")
    if is_verb(head) and not (is_cue and lemma not in words["acts"]):
        _read_verb_above(head, child, lemma, draft, words)
    for grandchild in head.children:
        is_no = grandchild.dep_ == "det" and grandchild.lower_ == "no"
        if is_no and head.pos_ == "NOUN" and lemma in words["planned"]:
            draft.negate("plain")
        if grandchild.dep_ == "acomp" and grandchild.lemma_.lower() in words["hypothetical"] and not is_cue:
            draft.raise_to("hypothetical")


def _read_idiom(head: Token, child: Token, lemma: str, draft: ModalityDraft) -> bool:
    """Whether the governing words have a sense of their own, which is then read: "rule out", "close to", "ban on"."""
    if lemma == "rule" and any(c.dep_ == "prt" and c.lower_ == "out" for c in head.children):
        draft.raise_to("hypothetical")
        if not any(c.dep_ == "neg" for c in head.children):
            draft.negate("plain")
        return True
    is_near = lemma in {"close", "near"} and not is_verb(head) and child.dep_ in {"prep", "pobj"}
    if is_near and head.dep_ in {"acomp", "prep", "advmod"} and head.head.lemma_ in {"be", "get", "come"}:
        draft.raise_to("hypothetical")
        return True
    is_unproved = head.pos_ == "NOUN" and lemma in PROOFS and child.dep_ in {"acl", "ccomp", "relcl", "prep"}
    if is_unproved and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
        draft.negate("plain")
        return True
    if lemma in RULE_NOUNS:
        if {token.lemma_.lower() for token in (head, *head.ancestors)} & LIFTING:
            draft.modality = "hypothetical"
        return True
    if lemma in {"keep", "deter"} and child.dep_ == "prep" and child.lower_ == "from":
        draft.negate("stopped")
        return True
    return False


def _read_verb_above(
    head: Token, child: Token, lemma: str, draft: ModalityDraft, words: dict[str, frozenset[str]]
) -> None:
    """The auxiliaries of a governing verb, and the hedge in "the rifles are believed to have been sent"."""
    before = draft.negation
    read_auxiliaries(head, draft, words)
    is_wish = lemma in words["hypothetical"] and lemma not in {"want", "plan", "intend", "offer", "seek"}
    if is_wish and before is None and draft.negation == "plain":
        draft.negation = None
    is_passive = any(c.dep_ == "auxpass" for c in head.children)
    if child.dep_ in {"nsubj", "nsubjpass"} and is_passive and lemma in HEDGING_PASSIVES:
        draft.hedge = draft.hedge or f"is {head.text}"


def is_called_off(verb: Token) -> bool:
    """Whether the verb and its particle call off what hangs on it: "backed out of", "called off"."""
    return is_verb(verb) and any((verb.lemma_.lower(), c.lower_) in CALLED_OFF for c in verb.children)


def _is_opinion(head: Token, child: Token) -> bool:
    """Whether somebody is for or against doing it: "against sending", "in favour of selling", "opposes supplying"."""
    if head.lower_ == "against":
        return child.dep_ == "pcomp"
    if head.lower_ in {"favour", "favor"}:
        return child.dep_ == "prep" and child.lower_ == "of"
    return head.lemma_.lower() in OPINIONS and is_verb(head) and is_verb(child) and child.dep_ in {"xcomp", "pcomp"}


def is_presupposed(head: Token, child: Token) -> bool:
    """Whether the words above only react to what is told below: "will monitor shipments", "pay a price for selling"."""
    if child.dep_ == "pcomp" and head.lower_ == "for":
        return head.head.lemma_.lower() in REQUITALS
    if child.dep_ == "prep" and child.lower_ == "for" and is_verb(head):
        return head.lemma_.lower() in REQUITALS
    return is_verb(head) and head.lemma_.lower() in PRESUPPOSING and child.dep_ in {"dobj", "nsubjpass"}


def is_withheld(head: Token, child: Token, speech: frozenset[str]) -> bool:
    """Whether a source leaves open whether it is so: "would not say whether", "declined to confirm if"."""
    is_open = any(mark.dep_ == "mark" and mark.lower_ in {"whether", "if"} for mark in child.children)
    return is_open and head.lemma_.lower() in speech
