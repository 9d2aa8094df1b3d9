"""Words of page furniture are found where they stand, in scripts with and without spaces."""

from __future__ import annotations

import pytest

from pipeline.extract.lexicon import concepts, covered


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Leave a reply", "comment"),
        ("LEAVE A REPLY", "leave"),
        ("Schreiben Sie einen Kommentar", "comment"),
        ("İNGİLİZCE YORUMLAR", "comment"),
        ("请您留言", "comment"),
        ("请您留言", "you"),  # one sign alone is a word there
        ("© 2031 The Harbour Gazette", "rights"),
        ("הוסף תגובה", "comment"),
    ],
)
def test_a_word_is_found(text: str, concept: str) -> None:
    assert concept in concepts(text)


@pytest.mark.parametrize("text", ["uncommented", "the cleaves", "sleaveless"])
def test_a_stem_begins_a_word(text: str) -> None:
    assert not concepts(text) & {"comment", "leave"}


def test_a_whole_word_is_no_beginning_of_a_longer_one() -> None:
    assert "leave" in concepts("add a line") and "leave" not in concepts("adder")


def test_the_share_of_letters_that_words_cover() -> None:
    assert covered("Comment", "comment") == 1.0
    assert covered("Comments: 12", "comment") == pytest.approx(8 / 10)  # the rest of a word counts with its stem
    assert covered("Ferry talks", "comment") == 0.0
    assert covered("", "comment") == 0.0
