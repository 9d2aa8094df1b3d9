"""The words that weaken a claim: "reportedly", "suspected", "is believed to"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.words import wordset

HEDGES = wordset(
    "reportedly allegedly apparently probably possibly likely presumably supposedly purportedly suspected alleged "
    "reported unconfirmed rumoured rumored believed thought perhaps seemingly purported ostensibly potentially "
    "suspect rumours rumors illegal"
)
FARTHEST = 12  # tokens between a trigger and a hedge


def hedge_around(trigger: Token, cue: Token | None) -> str | None:
    """The first hedging words near a trigger; `cue` is the claimant's verb, which is none."""
    for token in trigger.sent:
        if abs(token.i - trigger.i) > FARTHEST or (cue is not None and token.i == cue.i):
            continue
        if token.lower_ in HEDGES and token.dep_ in {"advmod", "amod", "acomp", "npadvmod"}:
            return token.text
        auxiliary = next((child for child in token.children if child.dep_ == "auxpass"), None)
        if auxiliary is not None and token.lemma_ in {"believe", "think", "suspect", "rumour", "understand"}:
            return f"{auxiliary.text} {token.text} to" if token.i > auxiliary.i else token.text
    return None
