"""Orders the events of a sentence and tells how sure each one is, by a linear score over a few readable features."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.annotate.event_arguments import is_passive
from pipeline.annotate.event_matching import Match
from pipeline.annotate.event_parties import Role

# Weights of the logistic score, set by hand and rounded. The shares beside them say how many events with the feature
# were wholly right on the development sentences, of which .79 were; what the score is worth is measured in tests/quality.
WEIGHTS = {
    "bias": -2.4,  # so that of the events at 0.9 nine in ten or more are right
    # the act
    "specificity": 0.2,  # a word whose object, preposition or complement fitted, too, is seldom another sense of it
    "light_entry": -0.9,  # .62: the word often means something else
    "disputed": -0.8,  # .63: the reading is plain and the codebooks differ over its type
    "main_clause": 0.9,  # .81: what a sentence asserts by itself
    "reported_clause": 0.8,  # .77: what somebody says; as good as a main clause but for longer ways to the parties
    "subordinate": -1.6,  # .38: the parse of what hangs in participles and clauses of time errs most
    "nominal": -1.4,  # too few to measure: the parties of a noun are guessed from its prepositions
    "passive": -1.2,  # .47: who acted is often not said, and the subject of something else is taken
    "adjective": -0.4,  # .55: "is ready to", "is critical of" tell an attitude rather than an act
    "planned": -0.5,  # .73: a plan is AGREE or THREATEN, or the act itself with another modality
    "hypothetical": -2.0,  # hardly any is counted by others
    # the parties
    "source_actor": 1.4,  # .80, and .46 without: a name with country or role is seldom taken for a source in error
    "source_phrase": 0.2,  # .65: mere words, often too long or too short
    "source_distance": -0.9,  # per ten words between the source and its verb: long ways lead past other nouns
    "target_actor": 0.7,  # .79; more than one name may stand in a target, so that it tells less than in a source
    "target_phrase": 0.3,  # .73
    "first_slot": 0.6,  # .84, and .73 without: the target stands where the entry looks first
    "clause_slot": -0.5,  # the target was taken from a complement, one step further down the parse
    "fallback_slot": -0.4,  # .56: the target stands where the entry does not look
    "nearby_slot": -0.9,  # .55: the next name of the sentence, whatever the parse says
    "unresolved_pair": -0.5,  # neither party has country or role: two names that might be anybody
}
# What the type adds. Wide types are mistaken more often (AGREE .70, AID .63, MOBILIZE .69) than narrow ones (SANCTION .94,
# ACCUSE .87, REJECT .86, RETREAT .84); those not named lie between.
OF_TYPE = {
    **{"AGREE": -0.5, "AID": -0.5, "MOBILIZE": -0.8, "REQUEST": -0.3, "COERCE": -0.2, "THREATEN": -0.2},
    **{"SANCTION": 0.6, "RETREAT": 0.4, "CONCEDE": 0.4, "REJECT": 0.4, "ACCUSE": 0.4, "SUPPORT": 0.2},
}
# The main act of a sentence is right more often than those beside it.
MAIN_ACT = 0.8
FURTHER_ACT = -0.7
LONGEST_DISTANCE = 30  # words; the parse is as bad beyond
LIGHT = 0.75  # weight of an entry below which its word is held for ambiguous


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an event, by feature name."""

    event_type: str
    features: dict[str, float]

    @property
    def score(self) -> float:
        """The weighted sum, by which the events of a sentence are ordered."""
        return sum(self.parts().values())

    def parts(self) -> dict[str, float]:
        """What each feature, the type and the bias add to the score."""
        weighed = {name: WEIGHTS[name] * value for name, value in self.features.items()}
        return {"bias": WEIGHTS["bias"], self.event_type: OF_TYPE.get(self.event_type, 0.0), **weighed}

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
    elif is_passive(match.carrier):
        features["passive"] = 1.0
    if match.entry.weight < LIGHT:
        features["light_entry"] = 1.0
    if match.entry.disputed:
        features["disputed"] = 1.0
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
