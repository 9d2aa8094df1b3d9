"""Documents of one time: the first that was given is the original, whatever its words hash to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.group.memory import MemoryIndex
from pipeline.group.place import Placer
from pipeline.group.profile import profile
from pipeline.group.story import TermStatistics
from pipeline.records import Document

TEXT = (
    "The harbour board of Eastmouth voted on Thursday to dredge the northern channel before the winter storms. "
    "Engineers expect the work to take eleven weeks and to cost four million, most of it paid by the shipping lines. "
    "Fishermen asked for the eastern quay to stay open at night while the barges are moored along the western wall."
)


@pytest.mark.parametrize("number", range(8))
def test_of_two_copies_of_one_time_the_first_given_is_the_original(number: int) -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    first = Document("first", f"{TEXT} Clerk's note {number}.", published_at=moment)
    second = Document("second", TEXT, published_at=moment)
    places = Placer(MemoryIndex(), TermStatistics()).place([profile(first), profile(second)])
    assert places["first"].duplicate_of is None
    assert places["second"].duplicate_of == "first"
