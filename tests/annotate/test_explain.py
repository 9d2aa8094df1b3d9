"""What explain prints of a text."""

from pipeline.annotate.explain import explain, parse_path
from tests.annotate.reading import read


def test_names_and_attributions_are_explained():
    lines = list(explain(read("Norway's foreign minister said Latvia had sent shells to Ukraine.")))

    assert "names" in lines
    assert any("'Norway': GPE NOR" in line for line in lines)
    assert any(line.strip().startswith("Norway's foreign minister | said") for line in lines)


def test_the_path_between_two_words_goes_over_their_meeting_point():
    doc = read("Latvia sent shells to Ukraine.")
    words = {token.text: token for token in doc}

    assert parse_path(words["shells"], words["Latvia"]) == "shells <-dobj- sent -nsubj-> Latvia"


def test_words_of_different_sentences_have_no_path():
    doc = read("Latvia agreed. Norway refused.")

    assert "no path" in parse_path(doc[0], doc[3])
