"""Reports of one happening share a key; nothing is joined on too little."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.event_keys import event_key, normalised
from pipeline.records import Party

PERU = Party("PER-GOV", "PER", "GOV", 0, 4, "Peru")
CHILE = Party("CHL", "CHL", None, 10, 15, "Chile")
DAY = date(2024, 5, 14)


def test_two_sentences_on_one_day_share_a_key() -> None:
    assert event_key("ACCUSE", PERU, CHILE, DAY, "Peru blamed Chile.") == event_key(
        "ACCUSE", PERU, CHILE, DAY, "Chile was blamed by Peru on Tuesday."
    )


def test_direction_matters_but_for_reciprocal_acts() -> None:
    assert event_key("ACCUSE", PERU, CHILE, DAY, "") != event_key("ACCUSE", CHILE, PERU, DAY, "")
    assert event_key("CONSULT", PERU, CHILE, DAY, "", reciprocal=True) == event_key(
        "CONSULT", CHILE, PERU, DAY, "", reciprocal=True
    )


def test_without_a_day_or_a_party_the_sentence_decides() -> None:
    assert event_key("ACCUSE", PERU, CHILE, None, "One.") != event_key("ACCUSE", PERU, CHILE, None, "Two.")
    assert event_key("ACCUSE", PERU, None, DAY, "One.") != event_key("ACCUSE", PERU, None, DAY, "Two.")
    assert event_key("ACCUSE", PERU, None, DAY, "One  thing!") == event_key("ACCUSE", PERU, None, DAY, "one thing")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
