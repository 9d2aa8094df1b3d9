"""What the words right at a trigger tell of its modality: modal verbs, negations, adjectives, hedges."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_hedges import HEDGES
from pipeline.annotate.claim_modality_reading import ModalityDraft
from pipeline.annotate.claim_syntax import is_verb

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
POSSIBLE = frozenset({"may", "might", "could", "would", "can", "should", "must", "ca", "'d", "’d", "ought"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest", "until"})
POSSIBLE_NOUNS = frozenset(
    {"potential", "possible", "proposed", "prospective", "would-be", "attempted", "hypothetical", "conditional"}
)
PLANNED_NOUNS = frozenset({"planned", "future", "upcoming", "forthcoming", "pending", "scheduled", "next", "imminent"})
STOPPED_NOUNS = frozenset(
    {"failed", "cancelled", "canceled", "suspended", "halted", "aborted", "frozen", "abandoned", "blocked"}
)
NONE = frozenset({"none", "nothing"})  # "none of the rifles were sent"
# What makes a "possible" or "proposed" sale a decided one.
GRANTING = frozenset(
    {"approve", "clear", "authorize", "authorise", "endorse", "green-light", "approval", "okay", "greenlight"}
)
# Views on whether to do it: who opposes sending it has not seen it sent.
OPINIONS = frozenset({"oppose", "favour", "favor", "support", "advocate", "mind"})


def read_own_words(token: Token, draft: ModalityDraft, words: dict[str, frozenset[str]]) -> None:
    """Auxiliaries, negations and adjectives of the trigger itself."""
    if is_verb(token):
        read_auxiliaries(token, draft, words)
        if token.lemma_.lower() == "withhold":
            draft.negate("stopped")
    for child in token.children:
        low = child.lower_
        is_goods = is_verb(token) and child.dep_ in {"dobj", "nsubjpass"}
        if is_goods and (low in NONE or any(_is_none(c) for c in child.children)):
            draft.negation = "plain"
        if child.dep_ == "det" and low in {"no", "neither"}:
            draft.negation = "plain"
        elif child.dep_ == "amod" and low in POSSIBLE_NOUNS:
            is_granted = not is_verb(token) and token.head.lemma_.lower() in GRANTING
            draft.raise_to("planned" if is_granted else "hypothetical")
        elif child.dep_ == "amod" and low in PLANNED_NOUNS:
            draft.raise_to("planned")
        elif child.dep_ == "amod" and low in STOPPED_NOUNS:
            draft.negate("stopped")
        elif low in HEDGES:
            draft.hedge = draft.hedge or child.text


def read_auxiliaries(verb: Token, draft: ModalityDraft, words: dict[str, frozenset[str]]) -> None:
    """Modal verbs, "going to", and negations that hang on a verb."""
    for child in verb.children:
        low = child.lower_
        is_future = low in FUTURE or (low in {"would", "'d"} and _is_reported(verb, words["speech"]))
        if child.dep_ == "aux" and child.lemma_.lower() in OPINIONS:  # the parser's reading of "oppose sending"
            draft.raise_to("hypothetical")
        elif child.dep_ == "aux" and is_future:
            draft.raise_to("planned")
        elif child.dep_ == "aux" and low in POSSIBLE:
            draft.raise_to("hypothetical")
        elif child.dep_ == "neg" or (child.dep_ in {"preconj", "advmod"} and low in {"never", "longer"}):
            draft.negate("plain")
    if verb.lemma_ == "go" and any(child.dep_ == "xcomp" for child in verb.children) and verb.tag_ == "VBG":
        draft.raise_to("planned")


def _is_reported(verb: Token, speech: frozenset[str]) -> bool:
    """Whether "would" is the future of reported speech: "said it would send"."""
    head = verb.head
    is_told = verb.dep_ == "ccomp" and head.tag_ in {"VBD", "VBN"} and head.lemma_.lower() in speech
    return is_told and not any(t.lower_ in CONDITIONS for t in verb.subtree if t.dep_ == "mark")


def _is_none(word: Token) -> bool:
    """The "no" of "no rifles", the "not" of "not one bullet"."""
    return (word.dep_ == "det" and word.lower_ == "no") or (word.dep_ == "neg" and word.lower_ == "not")


def is_only_would(trigger: Token) -> bool:
    """Whether nothing but "would" makes it hypothetical: the future seen from the past."""
    auxiliaries = {c.lower_ for t in (trigger, *trigger.ancestors) for c in t.children if c.dep_ == "aux"}
    return bool(auxiliaries & {"would", "will", "'d"}) and not auxiliaries & (POSSIBLE - {"would", "'d", "’d"})


def is_denied_goods(trigger: Token) -> bool:
    """ "no more transfers", "humanitarian help, not military aid": the negation stands before the noun."""
    first = trigger.left_edge.i if not is_verb(trigger) else trigger.i
    words = [token.lower_ for token in trigger.doc[max(first - 2, trigger.sent.start) : trigger.i]]
    if not is_verb(trigger) and "no" in words:
        return True
    goods = [child for child in trigger.subtree if child.dep_ in {"dobj", "appos", "conj"} and child.i > trigger.i]
    return any(
        token.lower_ == "not" and token.dep_ in {"neg", "advmod", "preconj", "cc"} and token.head.pos_ == "NOUN"
        for noun in goods
        for token in noun.children
    )
