"""A user's folder adds to the shipped lexicon; a damaged file is named with its mend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.annotate.event_catalog import read_verbs_catalog
from pipeline.annotate.event_lexicon import TypeFile
from pipeline.annotate.modality_words import ModalityWords
from pipeline.errors import ConfigurationError
from pipeline.settings import get_settings


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The verbs folder of a user's catalog."""
    monkeypatch.setenv("WIREWATCH_CATALOG", str(tmp_path))
    get_settings.cache_clear()
    (tmp_path / "verbs").mkdir()
    yield tmp_path / "verbs"
    get_settings.cache_clear()


def test_own_entries_are_added_and_replace_those_of_the_same_id(own: Path) -> None:
    shipped = read_verbs_catalog("accuse", TypeFile).entries
    (own / "accuse.yaml").write_text(
        'entries:\n  - {id: accuse, verbs: [finger], example: "Peru fingered Chile.", codes: PER>CHL}\n'
        '  - {id: roast, verbs: [roast], example: "Peru roasted Chile.", codes: PER>CHL}\n'
    )
    entries = {entry.id: entry for entry in read_verbs_catalog("accuse", TypeFile).entries}
    assert entries["accuse"].verbs == ("finger",)
    assert "roast" in entries
    assert len(entries) == len(shipped) + 1


def test_own_words_join_the_classes_of_modality(own: Path) -> None:
    (own / "modality.yaml").write_text("plan:\n  verbs: [envisage-firmly]\n")
    words = read_verbs_catalog("modality", ModalityWords)
    assert {"envisage-firmly", "intend"} <= words.plan.verbs


def test_the_word_no_stays_a_word(own: Path) -> None:
    (own / "modality.yaml").write_text("negations: [no, off]\n")
    assert {"no", "off"} <= read_verbs_catalog("modality", ModalityWords).negations


def test_an_unknown_field_is_named(own: Path) -> None:
    (own / "accuse.yaml").write_text("entries:\n  - {id: x, verb: [x], example: a, codes: b}\n")
    with pytest.raises(ConfigurationError, match=r"verbs/accuse\.yaml.*verb"):
        read_verbs_catalog("accuse", TypeFile)


def test_a_file_that_is_no_yaml_is_named(own: Path) -> None:
    (own / "accuse.yaml").write_text("entries: [")
    with pytest.raises(ConfigurationError, match=r"accuse\.yaml"):
        read_verbs_catalog("accuse", TypeFile)
