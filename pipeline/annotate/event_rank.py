"""Orders the events of a sentence and tells how sure each one is, by a linear score over a few readable features."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.annotate import event_syntax as syntax
from pipeline.annotate.event_matching import Match
from pipeline.annotate.event_parties import Role

# Weights of the logistic score, set by hand and rounded; what they are worth is measured in tests/quality.
WEIGHTS = {
    "bias": -2.45,
    # the act
    "specificity": 0.2,  # what the entry asked for and found around its word
    "light_entry": -0.9,  # an entry whose word often means something else
    "main_clause": 0.9,
    "reported_clause": 0.8,
    "subordinate": -1.6,
    "nominal": -1.4,
    "passive": -1.2,
    "adjective": -0.4,
    "planned": -0.5,
    "hypothetical": -2.0,
    # the parties
    "source_actor": 1.4,
    "source_phrase": 0.2,
    "source_distance": -0.9,  # per ten words between the source and its verb
    "target_actor": 0.7,
    "target_phrase": 0.3,
    "first_slot": 0.6,  # the target stands where the entry looks first
    "clause_slot": -0.5,
    "fallback_slot": -0.4,
    "nearby_slot": -0.9,
    "unresolved_pair": -0.5,
}
# What the type adds: wide ones (AGREE, AID) are mistaken more often than narrow ones.
OF_TYPE = {
    **{"AGREE": -0.5, "AID": -0.5, "MOBILIZE": -0.8, "REQUEST": -0.3, "COERCE": -0.2, "THREATEN": -0.2},
    **{"SANCTION": 0.6, "RETREAT": 0.4, "CONCEDE": 0.4, "REJECT": 0.4, "ACCUSE": 0.4, "SUPPORT": 0.2},
}
# The main act of a sentence is right more often than those beside it.
MAIN_ACT = 0.8
FURTHER_ACT = -0.7
LONGEST_DISTANCE = 30  # words


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an event, by feature name."""

    event_type: str
    features: dict[str, float]

    @property
    def score(self) -> float:
        """The weighted sum, by which the events of a sentence are ordered."""
        weighed = sum(WEIGHTS[name] * value for name, value in self.features.items())
        return WEIGHTS["bias"] + OF_TYPE.get(self.event_type, 0.0) + weighed

    def confidence(self, *, is_main: bool) -> float:
        """The probability that type and parties are right, for the main act of a sentence or a further one."""
        return 1.0 / (1.0 + math.exp(-(self.score + (MAIN_ACT if is_main else FURTHER_ACT))))


def evidence_for(
    match: Match, event_type: str, source: Role | None, target: Role | None, modality: str, nearest: int | None = None
) -> Evidence:
    """The features of one event; `nearest` is the distance of the nearest source where several are joined by "and"."""
    features = {"specificity": min(match.specificity, 4.0), clause_kind(match): 1.0}
    for name, role in (("source", source), ("target", target)):
        if role is not None:
            features[f"{name}_actor" if role.is_actor else f"{name}_phrase"] = 1.0
    if source is not None:
        distance = abs(source.token.i - match.carrier.i) if nearest is None else nearest
        features["source_distance"] = min(LONGEST_DISTANCE, distance) / 10
    if target is not None:
        features.update(_slot_features(match, target))
    if modality in {"planned", "hypothetical"}:
        features[modality] = 1.0
    if match.trigger.pos_ == "ADJ":
        features["adjective"] = 1.0
    elif syntax.is_passive(match.carrier):
        features["passive"] = 1.0
    if match.entry.weight < 0.75:
        features["light_entry"] = 1.0
    if not any(role is not None and (role.party.country or role.party.role) for role in (source, target)):
        features["unresolved_pair"] = 1.0
    return Evidence(event_type, features)


def _slot_features(match: Match, target: Role) -> dict[str, float]:
    slot = target.slot
    if slot == "~nearby":
        return {"nearby_slot": 1.0, "fallback_slot": 1.0}
    if slot.startswith("~"):
        return {"fallback_slot": 1.0}
    found = {"clause_slot": 1.0} if slot.startswith("clause") else {}
    if match.entry.target and slot == match.entry.target[0]:
        found["first_slot"] = 1.0
    return found


def clause_kind(match: Match) -> str:
    """Where the act stands: main_clause, reported_clause, subordinate or nominal."""
    if match.is_nominal:
        return "nominal"
    verb, reported = match.carrier, False
    for _ in range(6):
        if verb.dep_ == "ROOT":
            return "reported_clause" if reported else "main_clause"
        if verb.dep_ == "ccomp":
            reported = True
        elif verb.dep_ not in {"conj", "acomp", "xcomp"}:
            break
        verb = verb.head
    return "subordinate"
