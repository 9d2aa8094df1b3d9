"""Stories do not depend on where batches end, and clusters with facts of their own tell events of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.group.cluster import assign
from pipeline.group.memory import MemoryIndex
from pipeline.group.place import STORY_THRESHOLD, Placer
from pipeline.group.profile import profile
from pipeline.group.story import StoryTerms, Telling, TermStatistics
from pipeline.records import Document, Placement
from tests.group.newsroom import tellings_of, told

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
EVENTS, TELLINGS = 8, 5


def place(documents: Sequence[Document], size: int) -> dict[str, Placement]:
    placer = Placer(MemoryIndex(), TermStatistics())
    places: dict[str, Placement] = {}
    for at in range(0, len(documents), size):
        places |= placer.place([profile(one) for one in documents[at : at + size]])
    return places


def stories(places: dict[str, Placement]) -> set[frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for name, placement in places.items():
        members[placement.story_id].add(name)
    return {frozenset(names) for names in members.values()}


@pytest.mark.parametrize("order", range(4))
def test_stories_are_the_same_wherever_batches_end(order: int) -> None:
    documents = told(order, NOON)
    whole = place(documents, len(documents))
    assert len(stories(whole)) == EVENTS, "the events of this test are to be told apart"
    for size in (1, 7):
        assert stories(place(documents, size)) == stories(whole), f"batches of {size}"


@pytest.mark.parametrize("size", [1, 7, EVENTS * TELLINGS])
def test_each_story_has_one_founder_after_which_it_is_named(size: int) -> None:
    places = place(told(1, NOON), size)
    founders = [name for name, placement in places.items() if placement.relation == "original"]
    assert len(founders) == len(stories(places))
    assert {places[name].story_id for name in founders} == {placement.story_id for placement in places.values()}


def test_a_story_keeps_its_name_when_more_is_told_of_it() -> None:
    first, *later = tellings_of(3, TELLINGS, NOON)
    placer = Placer(MemoryIndex(), TermStatistics())
    story_id = placer.place([profile(first)])[first.id].story_id
    places = placer.place([profile(one) for one in later])
    assert {placement.story_id for placement in places.values()} == {story_id}


def test_copies_go_where_their_original_goes() -> None:
    documents = told(2, NOON)
    copies = [
        Document(
            f"{one.id}copy", f"{one.text} Readers may write to the desk.", one.title, one.published_at, "copy.example"
        )
        for one in documents[::4]
    ]
    places = place([*documents, *copies], 3)
    for placement in places.values():
        if placement.duplicate_of:
            assert placement.story_id == places[placement.duplicate_of].story_id
    assert sum(placement.duplicate_of is not None for placement in places.values()) == len(copies)


def matches(each: int, facts: tuple[int, int] = (40, 50)) -> list[Telling]:
    """Tellings in the same words of which each half gives a name or figure that the other lacks (even: a name)."""
    words = dict.fromkeys(range(20), 1.0)
    return [
        Telling(
            f"{opponent}{n}", "", NOON, StoryTerms({**words, 10 * opponent + n: 1.0}, {30: 1.0, 31: 1.0, opponent: 1.0})
        )
        for opponent in facts
        for n in range(each)
    ]


@pytest.mark.parametrize(("each", "events"), [(5, 2), (3, 1)])
def test_clusters_that_each_name_whom_the_other_does_not_are_two_events_unless_it_may_be_chance(
    each: int, events: int
) -> None:
    tellings = matches(each)
    statistics = TermStatistics(1000)  # among others, so that what all of these say is no common word
    assigned = assign([], tellings, statistics, STORY_THRESHOLD, timedelta(days=3))
    assert len({assignment.story_id for assignment in assigned.values()}) == events


def test_a_toll_that_rises_makes_no_second_event() -> None:
    tellings = matches(6, facts=(41, 51))
    assigned = assign([], tellings, TermStatistics(1000), STORY_THRESHOLD, timedelta(days=3))
    assert len({assignment.story_id for assignment in assigned.values()}) == 1
