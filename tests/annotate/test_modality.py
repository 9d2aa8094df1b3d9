"""How the text presents an act: `*` marks the word that is asked about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from spacy.tokens import Token

from pipeline.annotate.modality import modality_of
from pipeline.annotate.modality_reading import ModalityReading
from pipeline.records import DateMention
from tests.annotate.event_pipeline import read


def marked(text: str) -> Token:
    """The token behind the star."""
    place = text.index("*")
    return next(token for token in read(text.replace("*", "")) if token.idx == place)


def reading(text: str) -> ModalityReading:
    return modality_of(marked(text))


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("Peru *supplied boats to Chile.", "asserted", False),
        ("Peru did not *supply boats to Chile.", "asserted", True),
        ("Peru never *supplied boats to Chile.", "asserted", True),
        ("Nobody *attacked the convoy.", "asserted", True),
        ("The army refused to *release the pilots.", "asserted", True),
        ("The two ministers failed to *sign the treaty.", "asserted", True),
        ("The patrol left without *searching the village.", "asserted", True),
        ("There is no evidence of an *attack by Peru.", "asserted", True),
        ("The soldiers did not *shell the town or loot it.", "asserted", True),
        ("The soldiers did not shell the town or *loot it.", "asserted", True),
        ("Peru is believed to have *supplied boats to Chile.", "alleged", False),
        ("Peru reportedly *supplied boats to Chile.", "alleged", False),
        ("Peru may have *supplied boats to Chile.", "alleged", False),
        ("The envoy accused Peru of *supplying boats.", "alleged", False),
        ("The alleged *attack shocked the town.", "alleged", False),
        ("Peru denied *supplying boats to Chile.", "denied", False),
        ("The envoy denied that Peru had *supplied boats.", "denied", False),
        ("Peru will *supply boats to Chile.", "planned", False),
        ("Peru plans to *supply boats to Chile.", "planned", False),
        ("Peru agreed to *supply boats to Chile.", "planned", False),
        ("The troops are about to *enter the city.", "planned", False),
        ("The envoy said Peru would *supply boats next week.", "planned", False),
        ("The ministers will meet and *sign the treaty.", "planned", False),
        ("Peru could *supply boats to Chile.", "hypothetical", False),
        ("If Peru *supplies boats, Chile will complain.", "hypothetical", False),
        ("The president is considering *sending boats.", "hypothetical", False),
        ("The envoy urged Peru to *release the pilots.", "hypothetical", False),
        ("The envoy called for *talks with Peru.", "hypothetical", False),
        ("Peru *attacked the port decades ago.", "historical", False),
        ("The two ministers held *talks in Lima.", "asserted", False),
        ("The two ministers will hold *talks in Lima.", "planned", False),
        ("Chile condemned the *attack on the port.", "asserted", False),
    ],
)
def test_an_act_is_read_as_the_text_presents_it(text: str, modality: str, negated: bool) -> None:
    found = reading(text)
    assert (found.modality, found.negated) == (modality, negated)


def test_the_hedge_holds_the_words_that_weaken_the_act() -> None:
    assert reading("Peru is believed to have *supplied boats to Chile.").hedge == "is believed to"
    assert reading("Peru reportedly *supplied boats.").hedge == "reportedly"
    assert reading("Peru *supplied boats.").hedge is None


def test_the_cue_slices_back_to_the_deciding_word() -> None:
    text = "Peru plans to supply boats."
    found = reading(text.replace("supply", "*supply"))
    assert found.cue is not None
    assert text[slice(*found.cue)] == "plans"


def test_a_date_a_year_before_the_publication_makes_history() -> None:
    token = marked("Peru *attacked Chile in March 2019.")
    doc = token.doc
    doc._.wirewatch_published_at = datetime(2024, 5, 14, tzinfo=UTC)
    start = doc.text.index("March")
    doc._.wirewatch_dates = (DateMention(start, start + len("March 2019"), "2019-03"),)
    assert modality_of(token).modality == "historical"
    doc._.wirewatch_published_at = datetime(2019, 5, 14, tzinfo=UTC)
    assert modality_of(token).modality == "asserted"


def test_more_than_and_not_only_are_no_negations() -> None:
    assert not reading("Peru not only *supplied boats but also trained crews.").negated
