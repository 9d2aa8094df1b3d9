"""Copies are found, however cut or decorated; look-alikes are kept apart; a copy points at its root."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.group.memory import MemoryIndex
from pipeline.group.place import Placer
from pipeline.group.profile import profile
from pipeline.group.story import TermStatistics
from pipeline.records import Document, Placement
from tests.group.newsroom import copies_of, report

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


def place(*batches: list[Document]) -> dict[str, Placement]:
    placer = Placer(MemoryIndex(), TermStatistics())
    places: dict[str, Placement] = {}
    for batch in batches:
        places |= placer.place([profile(one) for one in batch])
    return places


def market_report(day: int, source: str = "wire.example") -> Document:
    chance = random.Random(day)
    text = (
        f"Shares in Avelia moved on day {day} of trading, with the main index at {chance.randint(1000, 9000)} points, "
        f"{chance.randint(10, 99) / 10} percent from the day before. Turnover was {chance.randint(100, 900)} million "
        f"after {chance.randint(100, 900)} million. Copper was at {chance.randint(1000, 9000)} a tonne and wheat at "
        f"{chance.randint(100, 900)} a tonne, traders in Castora said after the close."
    )
    return Document(f"m{day}", text, "Avelia shares close", NOON + timedelta(days=day), source)


def test_the_same_words_in_another_dress_are_an_exact_copy() -> None:
    one = report(1, NOON)
    other = replace(
        one, id="other", text=one.text.upper().replace(". ", " …\n"), published_at=NOON + timedelta(hours=3)
    )
    assert place([one, other])["other"] == Placement("other", one.id, "exact_copy", one.id, 1.0, "the same words")


def test_cut_and_decorated_copies_point_at_the_original() -> None:
    one = report(2, NOON)
    copies = copies_of(one, 6, seed=5)
    places = place([*copies, one])
    assert {places[copy.id].duplicate_of for copy in copies} == {one.id}
    assert places[one.id].relation == "original"


def test_a_brief_of_a_few_sentences_is_a_copy() -> None:
    one = report(3, NOON)
    brief = replace(one, id="brief", text=". ".join(one.text.split(". ")[:3]), published_at=NOON + timedelta(hours=1))
    assert place([one, brief])["brief"].duplicate_of == one.id


def test_daily_reports_of_one_template_are_originals() -> None:
    places = place([market_report(day) for day in range(6)])
    assert {place.relation for place in places.values()} == {"original"}
    assert len({place.story_id for place in places.values()}) == 6


def test_a_late_original_is_kept_apart_from_what_its_copy_was_kept_apart_from() -> None:
    first, second, third = (market_report(day) for day in (1, 2, 3))
    late = replace(second, id="late", source="other.example", published_at=NOON + timedelta(days=2, hours=-1))
    places = place([first], [second], [late], [third])
    assert places[second.id].duplicate_of == late.id
    assert len({places[name].story_id for name in (first.id, late.id, third.id)}) == 3


def test_unrelated_reports_stand_alone() -> None:
    places = place([report(number, NOON) for number in range(40, 60)])
    assert {place.duplicate_of for place in places.values()} == {None}


def test_another_version_of_the_same_outlet_with_other_figures_is_an_update() -> None:
    one = report(4, NOON)
    later = replace(
        one,
        id="later",
        title=f"UPDATE 1-{one.title}",
        text=one.text.replace(" people", "0 people", 1) + " Two more are missing, the mayor said.",
        published_at=NOON + timedelta(hours=2),
    )
    found = place([one, later])["later"]
    assert (found.relation, found.duplicate_of) == ("update", one.id)


def test_the_credited_agency_is_the_original_even_when_it_is_seen_later() -> None:
    wire = replace(report(5, NOON + timedelta(hours=2)), source="reuters.com")
    copy = replace(wire, id="copy", text=f"{wire.text} (Reuters)", source="paper.example", published_at=NOON)
    places = place([copy], [wire])
    assert places["copy"].duplicate_of == wire.id
    assert places[wire.id].duplicate_of is None


def test_a_late_original_takes_all_copies_over() -> None:
    one = report(6, NOON)
    copies = copies_of(one, 3, seed=7)
    places = place(copies, [one])
    assert {places[copy.id].duplicate_of for copy in copies} == {one.id}
    assert len({place.story_id for place in places.values()}) == 1


def test_copies_after_the_window_are_reports_of_their_own() -> None:
    one = report(7, NOON)
    again = replace(one, id="again", published_at=NOON + timedelta(days=30))
    assert place([one, again])["again"].duplicate_of is None


@settings(deadline=None, max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_no_order_and_no_batching_makes_a_chain(chance: random.Random, batches: int) -> None:
    documents = [
        each for number in (11, 12, 13) for one in [report(number, NOON)] for each in (one, *copies_of(one, 3, 8))
    ]
    chance.shuffle(documents)
    places = place(*(documents[at::batches] for at in range(batches)))
    assert len(places) == len(documents)
    for placement in places.values():
        if placement.duplicate_of:
            assert places[placement.duplicate_of].duplicate_of is None
            assert places[placement.duplicate_of].story_id == placement.story_id
    assert {placement.duplicate_of for placement in places.values()} == {None, "r11", "r12", "r13"}
