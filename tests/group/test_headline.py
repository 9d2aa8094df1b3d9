"""Headlines of one series tell different events; headlines of one event are told apart by neither form nor speaker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.group.headline import is_series, read_headline
from pipeline.group.profile import profile
from pipeline.group.story import Telling, TermStatistics, new_telling, story_terms, tells_another
from pipeline.records import Document

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)

APART = {
    "two subjects, spelt as names": (
        "AvelCom to Present at the Corvia Securities Harbour Conference",
        "Belmor Freight to Present at Corvia Securities Harbour Conference",
    ),
    "a name for a name": (
        "Corvia bank raises stake in Adler Shipping",
        "Corvia bank raises stake in Brandt Motors",
    ),
    "a figure for a figure": (
        "Belmor port handles 14 ships in storm week",
        "Belmor port handles 21 ships in storm week",
    ),
    "one label in capitals": (
        "ON THE MOVE-Corvia Trust hires brokers from Adler",
        "REFILE-ON THE MOVE-Dunholm adds Estrel advisers",
    ),
    "one label before a colon, and more in common": (
        "The Corvia Harbour Post Highlights: Adler, Brandt, Moss and Quill",
        "The Corvia Harbour Post Highlights: Dahl, Ekman, Moss and Nash",
    ),
    "one label before a colon": (
        "Harbour Morning Brief: Adler sells its docks",
        "Harbour Morning Brief: Brandt buys a railway",
    ),
}
TOGETHER = {
    "one figure, written twice": (
        "Adler sets pricing on $14 billion bank loan",
        "BRIEF: Adler sets pricing on $14B bank loan",
    ),
    "who says so": (
        "Adler Said to Have Deal to Buy Brandt Shipping, Corvia Radio Says",
        "Adler Said to Have Deal to Buy Brandt Shipping for $20 Billion",
    ),
    "one name, with and without points": (
        "U.K. Lawmakers Accuse Adler, Brandt and Corvia of Hiding Docks",
        "UK lawmakers slam Adler, Brandt and Corvia over docks",
    ),
    "another version of one report": (
        "UPDATE 2-Adler closes its Belmor docks",
        "UPDATE 3-Adler closes its Belmor docks",
    ),
    "another verb": (
        "Police seize eight ships at Belmor harbour",
        "Officers seize eight ships at Belmor harbour",
    ),
}


def telling(title: str, hours: float = 0, source: str | None = None) -> Telling:
    """A document that has no more than its headline, as agencies send them."""
    one = profile(Document(title, title, title, NOON + timedelta(hours=hours), source))
    return new_telling(one, story_terms(one), TermStatistics(100))


@pytest.mark.parametrize("name", APART)
def test_issues_of_a_series_tell_different_events(name: str) -> None:
    one, other = map(telling, APART[name])
    assert tells_another(one, other)
    assert tells_another(other, one)


@pytest.mark.parametrize("name", TOGETHER)
def test_headlines_of_one_event_are_no_series(name: str) -> None:
    one, other = map(telling, TOGETHER[name])
    assert not tells_another(one, other)
    assert not tells_another(other, one)


def test_a_headline_that_an_outlet_prints_again_a_day_later_is_a_bulletin() -> None:
    title = "Belmor grain prices fall before the harvest"
    today = telling(title, source="paper.example")
    assert tells_another(today, telling(title, 24, "paper.example"))
    assert not tells_another(today, telling(title, 2, "paper.example")), "a later version of the day"
    assert not tells_another(today, telling(title, 24, "other.example")), "another outlet on the same event"


def test_only_what_fills_the_frame_tells_two_issues_apart() -> None:
    arvik, belmor, today = map(
        read_headline, ("New library opens in Arvik", "New library opens in Belmor", "New library opens in Arvik today")
    )
    assert is_series(arvik, belmor, {"arvik"}, {"belmor"})
    assert not is_series(arvik, today, set(), set())
    lost, takes = read_headline("Ten ships lost"), read_headline("Storm takes ships")
    assert not is_series(lost, takes, {"ten"}, {"storm"})
