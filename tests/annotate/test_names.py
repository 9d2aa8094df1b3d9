"""Names of persons, organisations and places, and what kind they are."""

from __future__ import annotations

import pytest

from tests.annotate.reading import read


def kinds(text: str) -> dict[str, str]:
    """The kind of each name of a text."""
    return {mention.text: mention.type for mention in read(text)._.wirewatch_mentions}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They were stopped near Tal Nahra, two drivers said.", "Tal Nahra", "GPE"),
        ("Karambe said the well had dried up.", "Karambe", "PER"),
        ("Flood water covered parts of Meghalaya.", "Meghalaya", "GPE"),
        ("The race was won by Hamid Sabri (EGY).", "EGY", "GPE"),
        ("The army left South Lebanon in May.", "South Lebanon", "LOC"),
    ],
)
def test_the_words_around_a_name_tell_its_kind(text: str, name: str, kind: str) -> None:
    assert kinds(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The border town flew unmanned aerial systems (UAS) over the river.",
        "Both sides signed the Free Trade Agreement on Monday.",
    ],
)
def test_short_forms_and_treaties_name_no_actor(text: str) -> None:
    assert not any(kind in {"PER", "ORG"} for kind in kinds(text).values())


def test_the_pieces_of_a_name_are_one_person() -> None:
    assert kinds("The prize went to Maria Luisa Hayem Delgado, a teacher.").get("Maria Luisa Hayem Delgado") == "PER"
