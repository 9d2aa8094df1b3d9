"""What an act becomes when it is only announced, refused or threatened: PLOVER codes the announcement, not the act."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate.event_clauses import is_headline_plan
from pipeline.annotate.event_matching import Match
from pipeline.annotate.modality_reading import ModalityReading
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.annotate.plover import COOPERATIVE, HOSTILE

# Modes of RETREAT that, negated, are a refusal: "did not release the crew". Not to withdraw or cease fire is none.
YIELDED = frozenset({"release", "return", "resign", "access"})


@dataclass(frozen=True, slots=True)
class Intent:
    """The type that is coded and how it came about; `negated` is left out where the type already says no."""

    type: str
    reading: ModalityReading
    step: str | None = None  # the name of the change, for the rule id


def coded_intent(match: Match, reading: ModalityReading) -> Intent:
    """The type of an act in the light of its modality.

    "Will send aid" is AGREE, "will impose sanctions" THREATEN, "will not lift the ban" REJECT; all are planned.
    """
    event_type = match.entry.type
    future = is_headline_plan(match.carrier) or _has_will(match.carrier) or _has_would(match.carrier, reading)
    if future and reading.modality == "planned" and event_type in COOPERATIVE - {"AGREE"}:
        if reading.negated:
            return Intent("REJECT", _affirmed(reading), "will-not")
        return Intent("AGREE", reading, "will")
    if future and reading.modality == "planned" and event_type in HOSTILE and not reading.negated:
        return Intent("THREATEN", reading, "will")
    if (
        reading.negated
        and reading.modality == "asserted"
        and (event_type in {"AGREE", "CONCEDE"} or match.entry.mode in YIELDED)
        and _is_plain_negation(match)
    ):
        return Intent("REJECT", _affirmed(reading), "not")
    return Intent(event_type, reading)


def _affirmed(reading: ModalityReading) -> ModalityReading:
    return ModalityReading(reading.modality, False, reading.hedge, reading.cue)


def _is_plain_negation(match: Match) -> bool:
    return any(child.dep_ == "neg" for child in match.carrier.children)


def _has_will(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in {"will", "'ll", "shall", "wo"} for child in _auxiliaries(verb))


def _has_would(verb: Token, reading: ModalityReading) -> bool:
    """ "Said it would": planned in the reading already."""
    return reading.modality == "planned" and any(child.lower_ in {"would", "'d"} for child in _auxiliaries(verb))


def _auxiliaries(verb: Token) -> list[Token]:
    found = [child for child in verb.children if child.dep_ == "aux"]
    if not found and verb.dep_ == "conj" and verb.head.pos_ in VERBAL and verb.tag_ == "VB":
        found = [child for child in verb.head.children if child.dep_ == "aux"]
    if (
        not found
        and verb.dep_ in {"xcomp"}
        and verb.head.pos_ in VERBAL
        and verb.head.lemma_ in {"be", "go", "continue", "begin"}
    ):
        found = [child for child in verb.head.children if child.dep_ == "aux"]
    return found
