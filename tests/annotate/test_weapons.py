"""Weapons in a text: the catalog, and what counts as a weapon. All sentences are our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.annotate.weapons import WeaponMention, find_weapons
from pipeline.annotate.weapons_catalog import load_weapon_catalog
from pipeline.errors import ConfigurationError
from tests.annotate.claim_pipeline import claim_pipeline

CATALOG = load_weapon_catalog()


def weapons_of(text: str) -> list[tuple[str, str]]:
    doc = claim_pipeline()(text)
    return [(w.text(doc), w.category) for sentence in doc.sents for w in find_weapons(sentence, CATALOG)]


def mentions_of(text: str) -> list[WeaponMention]:
    doc = claim_pipeline()(text)
    return [w for sentence in doc.sents for w in find_weapons(sentence, CATALOG)]


def test_the_catalog_knows_hundreds_of_systems_and_terms() -> None:
    assert len({system.designation for system in CATALOG.systems.values()}) > 500
    assert len(CATALOG.terms) > 400


@pytest.mark.parametrize(
    ("name", "designation"),
    [
        ("S-300s", "S-300"),
        ("S 300", "S-300"),
        ("F-16V", "F-16 Fighting Falcon"),
        ("AH-64E", "AH-64 Apache"),
        ("M109A6", "M109"),
        ("KN-23", "Hwasong-11A"),
        ("Patriot", "MIM-104 Patriot"),
    ],
)
def test_spellings_and_variants_lead_to_the_designation(name: str, designation: str) -> None:
    system = CATALOG.system(name)
    assert system is not None and system.designation == designation


@pytest.mark.parametrize("name", ["patriot", "hot", "tow", "eagle", "noor", "harm"])
def test_ordinary_words_are_no_systems(name: str) -> None:
    assert CATALOG.system(name) is None


CATEGORIES = [
    ("They sold anti-tank missiles.", "missiles"),
    ("They sold S-400 missiles.", "air-defence"),
    ("They sold Grad rockets.", "ammunition"),
    ("They sold multiple-launch rocket systems.", "artillery"),
    ("They sold an air defence system.", "air-defence"),
    ("They sold surveillance drones.", "aircraft"),
    ("They sold armoured personnel carriers.", "armoured-vehicles"),
    ("They sold assault rifles.", "small-arms"),
    ("They sold artillery shells.", "ammunition"),
    ("They sold patrol boats.", "ships"),
    ("They sold coastal radars.", "sensors"),
    ("They sold weapons.", "unspecified"),
    ("They sold tank parts.", "armoured-vehicles"),
]


@pytest.mark.parametrize(("text", "category"), CATEGORIES)
def test_a_weapon_has_its_category(text: str, category: str) -> None:
    ((_, found),) = weapons_of(text)
    assert found == category


@pytest.mark.parametrize(
    "text",
    [
        "The missile test failed.",
        "An arms race began.",
        "Weapons inspectors arrived.",
        "The arms embargo holds.",
        "The missile programme grew.",
        "A think tank wrote it.",
    ],
)
def test_what_a_weapon_word_only_describes_is_no_weapon(text: str) -> None:
    assert weapons_of(text) == []


def test_a_weak_word_becomes_strong_beside_a_military_one() -> None:
    (weak,) = mentions_of("They sold planes.")
    (strong,) = mentions_of("They sold combat planes.")
    assert (weak.strength, strong.strength) == ("weak", "strong")


def test_the_words_leave_out_number_article_and_nationality() -> None:
    assert weapons_of("Peru bought the 12 new Russian transport helicopters.") == [
        ("transport helicopters", "aircraft")
    ]


def test_a_users_catalog_adds_to_the_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "weapons"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "kind: systems\ngroups:\n  - {category: ships, sort: ferry, names: {Zephyr-9: [Zephyr IX]}}\n", encoding="utf-8"
    )
    system = load_weapon_catalog(tmp_path).system("Zephyr IX")
    assert system is not None and (system.designation, system.category) == ("Zephyr-9", "ships")


def test_a_wrong_file_is_named_with_its_fault(tmp_path: Path) -> None:
    folder = tmp_path / "weapons"
    folder.mkdir()
    (folder / "bad.yaml").write_text("kind: systems\ngroups: [{category: castles, sort: x}]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"bad\.yaml"):
        load_weapon_catalog(tmp_path)
