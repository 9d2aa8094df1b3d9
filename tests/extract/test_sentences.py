"""Sentences: offsets that slice back, quotations whole, any script."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The boat left.", "It came back."],
        ["Gen. Ada K. Holm met Dr. Voss on Jan. 5 in the harbour.", "They shook hands."],
        ["The U.S. Navy denied it.", "Washington was silent."],
        ["It cost $3.5 million.", "Nobody paid."],
        ["“We saw it. We said so.”", "She went on."],
        ["“Is it over?” Holm asked.", "It was."],
        ["Er kam am 3. Oktober an.", "Niemand wartete."],
        ["배가 떠났다.", "그는 남았다."],
        ["船离开了。", "他说：“我留下。我等。”", "没有人回答！"],
        ["غادرت السفينة.", "هل عادت؟", "نعم."],
    ],
)
def test_a_text_is_cut_where_its_sentences_end(sentences: list[str]) -> None:
    wide = sentences[0].endswith("。")
    assert cut(("" if wide else " ").join(sentences)) == sentences


def test_paragraphs_and_line_breaks_end_sentences() -> None:
    text = "A heading without a stop\n\nFirst line\nsecond line. Third."
    assert cut(text) == ["A heading without a stop", "First line", "second line.", "Third."]
    assert [sentence.paragraph for sentence in split_sentences(text)] == [0, 1, 1, 1]


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=300) | st.text(alphabet='Ab. "“”!?。\n(«», 3', max_size=200)
)
def test_every_visible_character_lies_in_exactly_one_sentence(text: str) -> None:
    sentences = split_sentences(text)
    covered = "".join(text[s.start : s.end] for s in sentences)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in sentences)
    assert [s.ordinal for s in sentences] == list(range(len(sentences)))
    assert all(one.end <= other.start for one, other in pairwise(sentences))


def test_a_text_of_open_quotes_is_cut_in_time() -> None:
    assert len(split_sentences("“Aye. " * 20_000)) > 1000
