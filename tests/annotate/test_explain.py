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


def test_an_event_is_explained_with_its_reasons_mode_and_context():
    lines = [line.strip() for line in explain(read("Kenya will not lift the sanctions on Uganda."))]
    assert "mode: yield, context: economic" in lines
    reasons = next(line for line in lines if line.startswith("reasons:"))
    assert "main_clause +0.9" in reasons
    assert "source_actor +1.4" in reasons
    assert any(line.startswith("path: lift -dobj-> sanctions") for line in lines)
