"""Orders the events of a sentence, leaves out the weak ones, and tells how sure each one is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate import event_syntax as syntax
from pipeline.annotate.event_matching import Match
from pipeline.annotate.event_parties import Role

# Weights of the logistic score; set by hand.
WEIGHTS = {
    "bias": -0.6,
    "specificity": 0.35,
    "source_actor": 1.2,
    "target_actor": 1.2,
    "source_phrase": 0.2,
    "target_phrase": 0.3,
    "main_clause": 1.0,
    "reported_clause": 0.9,
    "nominal": -0.9,
    "subordinate": -0.7,
    "fallback_slot": -0.7,
    "hypothetical": -2.0,
    "unresolved_pair": -0.5,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an event, by feature name."""

    features: dict[str, float]

    @property
    def score(self) -> float:
        """The weighted sum."""
        return WEIGHTS["bias"] + sum(WEIGHTS.get(name, 0.0) * value for name, value in self.features.items())

    @property
    def confidence(self) -> float:
        """The score as a probability."""
        return 1.0 / (1.0 + math.exp(-self.score))


def evidence_for(match: Match, source: Role | None, target: Role | None, modality: str) -> Evidence:
    """The features of one event."""
    features = {"specificity": match.specificity}
    for name, role in (("source", source), ("target", target)):
        if role is not None:
            features[f"{name}_actor" if role.is_actor else f"{name}_phrase"] = 1.0
    features[clause_kind(match)] = 1.0
    if target is not None and target.slot.startswith("~"):
        features["fallback_slot"] = 1.0
    if modality == "hypothetical":
        features["hypothetical"] = 1.0
    if not any(role is not None and (role.party.country or role.party.role) for role in (source, target)):
        features["unresolved_pair"] = 1.0
    return Evidence(features)


def clause_kind(match: Match) -> str:
    """Where the act stands: main_clause, reported_clause, subordinate or nominal."""
    if match.is_nominal:
        return "nominal"
    verb = match.carrier
    for _ in range(6):
        if verb.dep_ == "ROOT":
            return "main_clause"
        if verb.dep_ in {"conj", "acomp", "xcomp"} or (verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT"):
            if verb.dep_ == "ccomp":
                return "reported_clause" if verb.head.lemma_ in syntax.REPORTING else "main_clause"
            verb = verb.head
            continue
        if verb.dep_ == "ccomp":
            return "reported_clause"
        return "subordinate"
    return "subordinate"


def reported_root(token: Token) -> bool:
    """Is the sentence's root a verb of saying?"""
    return token.sent.root.lemma_ in syntax.REPORTING
