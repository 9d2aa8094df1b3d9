"""The scale of factuality follows modality and negation."""

from __future__ import annotations

import pytest

from pipeline.annotate.factuality import FACT, factualities, factuality_class, factuality_value
from pipeline.annotate.modality_reading import ModalityReading
from tests.annotate.event_pipeline import read


@pytest.mark.parametrize(
    ("modality", "negated", "expected"),
    [
        ("asserted", False, "fact"),
        ("historical", False, "fact"),
        ("alleged", False, "fact"),
        ("asserted", True, "counterfact"),
        ("denied", False, "counterfact"),
        ("planned", False, "uncertain"),
        ("hypothetical", False, "uncertain"),
        ("planned", True, "counterfact"),
    ],
)
def test_a_reading_has_a_class(modality: str, negated: bool, expected: str) -> None:
    assert factuality_class(ModalityReading(modality, negated)) == expected


def test_what_is_asserted_ranks_above_what_is_alleged_planned_open_and_denied() -> None:
    order = ["asserted", "alleged", "planned", "hypothetical", "denied"]
    values = [factuality_value(ModalityReading(modality)) for modality in order]
    assert values == sorted(values, reverse=True)


def test_each_verb_and_event_noun_gets_a_value_at_its_own_words() -> None:
    text = "Peru refused to attend the negotiations."
    values = {text[mark.start : mark.end]: mark.value for mark in factualities(read(text))}
    assert values["refused"] == 3.0
    assert values["attend"] < 0
    assert "negotiations" in values


@pytest.mark.parametrize(
    ("text", "act", "sign"),
    [
        ("Peru sent a team to recover the bodies.", "recover", 1),
        ("The map lets drivers see the damage.", "see", 1),
        ("The ministry would not comment.", "comment", -1),
        ("The bank cannot pay its staff.", "pay", -1),
        ("The brothers have not met since their arrest.", "arrest", 1),
        ("Chad looks for a way to pay its troops.", "pay", 0),
    ],
)
def test_the_grammar_beside_the_modality_counts(text: str, act: str, sign: int) -> None:
    value = next(mark.value for mark in factualities(read(text)) if text[mark.start : mark.end] == act)
    assert (value >= FACT) - (value <= -FACT) == sign
