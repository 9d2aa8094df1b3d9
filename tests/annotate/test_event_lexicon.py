"""Every entry of the lexicon codes its own example sentence."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.annotate.event_lexicon import Entry, lexicon
from pipeline.annotate.plover import TYPES
from tests.annotate.event_pipeline import events

ENTRIES = lexicon().entries


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_codes_its_example(entry: Entry) -> None:
    source, _, target = entry.codes.partition(">")
    found = [event for event in events(entry.example) if event.rule.startswith(f"{entry.id}/")]
    assert found, f"{entry.id} does not fire on {entry.example!r}"
    assert any(
        event.type == entry.type and _code(event.source) == source and (_code(event.target) == target or not target)
        for event in found
    ), [(event.type, event.source, event.target) for event in found]


def _code(party: object) -> str:
    country = getattr(party, "country", None)
    return country or ("ORG" if getattr(party, "role", None) == "IGO" else "")


def test_ids_are_unique() -> None:
    assert [name for name, n in Counter(entry.id for entry in ENTRIES).items() if n > 1] == []


def test_each_plover_type_has_entries_and_no_other_type_is_used() -> None:
    assert {entry.type for entry in ENTRIES} == set(TYPES)


def test_each_entry_has_a_word_that_triggers_it() -> None:
    assert [entry.id for entry in ENTRIES if not (entry.verbs or entry.nouns or entry.adjectives)] == []
