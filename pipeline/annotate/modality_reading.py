"""How a text presents an act, and what a word may change about it: a stronger modality, a negation, a hedge."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.records import Span

# From the weakest to the strongest: the strongest that is found on the way up is the reading.
STRENGTH = ("asserted", "historical", "alleged", "planned", "hypothetical", "denied")


@dataclass(frozen=True, slots=True)
class ModalityReading:
    """How a text presents an act.

    `modality` is asserted, alleged, denied, planned, hypothetical or historical; `negated` says that the act itself is
    negated ("did not", "failed to", "without"), never that somebody denies it; `hedge` holds the words that weaken it
    ("reportedly", "is believed to"); `cue` is the span of the word that decided, None for a plain assertion.
    """

    modality: str = "asserted"
    negated: bool = False
    hedge: str | None = None
    cue: Span | None = None


PLAIN = ModalityReading()


def stronger(reading: ModalityReading, modality: str, cue: Token) -> ModalityReading:
    """The reading with a modality, unless it has a stronger one already."""
    if STRENGTH.index(modality) <= STRENGTH.index(reading.modality):
        return reading
    return replace(reading, modality=modality, cue=_span(cue))


def negate(reading: ModalityReading, cue: Token) -> ModalityReading:
    """The reading with its negation turned over: two negations are none."""
    return replace(reading, negated=not reading.negated, cue=_span(cue))


def allege(verb: Token, reading: ModalityReading) -> ModalityReading:
    """The reading under a verb of alleging, whose words are the hedge: "is believed to", "appears"."""
    alleged = stronger(reading, "alleged", verb)
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    if passive:
        auxiliary = next(child for child in verb.children if child.dep_ == "auxpass")
        return replace(alleged, hedge=alleged.hedge or f"{auxiliary.text} {verb.text} to")
    if verb.lemma_.lower() in {"seem", "appear", "believe", "think", "suspect", "understand", "assume"}:
        return replace(alleged, hedge=alleged.hedge or verb.text)
    return alleged


def _span(token: Token) -> Span:
    return (token.idx, token.idx + len(token))
