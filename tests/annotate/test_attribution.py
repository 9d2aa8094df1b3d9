"""Who says what."""

import pytest

from tests.annotate.reading import read


def relations(text: str) -> list[tuple[str | None, str, str]]:
    doc = read(text)
    return [
        (text[slice(*a.source)] if a.source else None, text[slice(*a.cue)], text[slice(*a.content)])
        for a in doc._.wirewatch_attributions
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Seoul said the ship carried shells.", "Seoul", "said", "the ship carried shells"),
        ("The ship carried shells, Seoul said.", "Seoul", "said", "The ship carried shells"),
        ("According to Seoul, the ship carried shells.", "Seoul", "According to", "the ship carried shells"),
        ("Moscow denied that the ship carried shells.", "Moscow", "denied", "that the ship carried shells"),
        ("Moscow denied the report.", "Moscow", "denied", "the report"),
        ("“We have sold nothing,” the minister said.", "the minister", "said", "“We have sold nothing,”"),
    ],
)
def test_source_cue_and_content_are_told_apart(text, source, cue, content):
    assert (source, cue, content) in relations(text)


def test_a_passive_without_agent_has_no_source():
    found = relations("The ship is believed to have carried shells.")

    assert [(source, cue) for source, cue, _ in found] == [(None, "believed")]


def test_hearsay_has_no_source():
    found = relations("The ship reportedly carried shells.")

    assert [(source, cue) for source, cue, _ in found] == [(None, "reportedly")]


def test_the_source_is_found_where_the_parse_has_none():
    found = relations("Asked by a reporter whether shells were sold, the minister smiled.")

    assert [(source, cue) for source, cue, _ in found] == [("a reporter", "Asked")]


def test_a_name_in_apposition_belongs_to_the_source():
    found = relations("According to his aunt, Jane Starner, the ship carried shells.")

    assert found[0] == ("his aunt, Jane Starner", "According to", "the ship carried shells")


def test_that_said_quotes_nobody():
    assert [cue for _, cue, _ in relations("That said, the ministry says that it is open.")] == ["says"]


def test_an_act_with_an_object_is_no_speech():
    assert relations("The coach maintained a lead of two points.") == []


def test_a_quotation_goes_on_after_the_sentence_of_its_cue():
    text = "“We have sold nothing,” the minister said on Monday. “We will sell nothing.”"

    ((_, _, content),) = [relation for relation in relations(text) if relation[1] == "said"]

    assert content.endswith("“We will sell nothing.”")


def test_what_a_quoted_speaker_says_of_others_is_not_reported_by_the_text():
    cues = [cue for _, cue, _ in relations("“They claim that we lied,” the minister said.")]

    assert cues == ["said"]


def test_a_colon_in_a_headline_tells_the_source():
    assert ("Ministry", ":", "Nine vessels left the northern port overnight") in relations(
        "Ministry: Nine vessels left the northern port overnight"
    )


def test_a_plan_is_an_intention_and_no_speech():
    kinds = [a.kind for a in read("The firm plans to build a plant.")._.wirewatch_attributions]

    assert kinds == ["intention"]


def test_a_report_that_shows_is_evidence():
    kinds = [a.kind for a in read("The report shows that exports fell.")._.wirewatch_attributions]

    assert kinds == ["evidence"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Asked whether the ship carried shells, the envoy said no.",
            (None, "Asked", "whether the ship carried shells"),
        ),
        ("The army issued a statement denouncing the deal.", ("The army", "denouncing", "the deal")),
        ("Sanctions will bite soon, says finance minister", ("finance minister", "says", "Sanctions will bite soon")),
    ],
)
def test_questions_participles_and_headlines_are_read(text, relation):
    assert relation in relations(text)


@pytest.mark.parametrize(
    "text", ["The rain continued in the north.", "The envoy spoke to the crowd.", "He tried to open the door."]
)
def test_what_tells_nobodys_words_is_no_attribution(text):
    assert relations(text) == []
