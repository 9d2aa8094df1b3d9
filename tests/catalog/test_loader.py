"""The catalog's feeds, panels and topics: what is shipped is sound, overlays win by key, faults name their mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.catalog.loader import (
    load_feed_entries,
    load_feeds,
    load_panels,
    load_topic_file,
    load_topics,
    panel_feeds,
)
from pipeline.catalog.schema import Panel
from pipeline.errors import ConfigurationError
from pipeline.settings import Settings

FEED = """feeds:
  - key: {key}
    url: https://{key}.example/feed
    source: Example Gazette
    domain: gazette.example
    country: NOR
    language: en
    owner_group: Example Press
    reliability: newspaper
"""


def overlay(folder: Path, **texts: str) -> Settings:
    """Settings with a user's catalog that holds the texts as <kind>/mine.yaml."""
    for kind, text in texts.items():
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / "mine.yaml").write_text(text, encoding="utf-8")
    return Settings(catalog=folder)


def test_the_shipped_catalog_has_at_least_sixty_feeds_of_every_class() -> None:
    feeds = load_feeds(Settings(catalog=None))
    assert len(feeds) >= 60
    classes = {"agency", "state_media", "newspaper", "government", "igo", "think_tank", "tracker"}
    assert {feed.reliability for feed in feeds} == classes
    assert {"KOR", "PRK", "JPN", "CHN", "TWN", "RUS", "USA", "MMR", "IRN"} <= {feed.country for feed in feeds}
    assert {"en", "ko", "ja", "zh", "ru"} <= {feed.language for feed in feeds}


def test_every_shipped_feed_has_an_owner_a_language_and_an_address_of_its_own() -> None:
    feeds = load_feeds(Settings(catalog=None))
    assert all(feed.owner_group and feed.language for feed in feeds)
    assert len({feed.url for feed in feeds}) == len(feeds)


def test_one_outlet_has_one_owner_and_one_class_in_all_its_feeds() -> None:
    facts: dict[str, set[tuple[str | None, ...]]] = {}
    for feed in load_feeds(Settings(catalog=None)):
        facts.setdefault(feed.source_domain, set()).add((feed.owner_group, feed.reliability, feed.country))
    assert {domain: found for domain, found in facts.items() if len(found) > 1} == {}


def test_every_shipped_topic_names_a_panel_with_feeds() -> None:
    settings = Settings(catalog=None)
    topics = {topic.key: topic for topic in load_topics(settings)}
    assert {"dprk_arms_transfers", "korean_peninsula_diplomacy", "iran_arms_transfers"} <= set(topics)
    for topic in topics.values():
        assert topic.panel is not None
        assert panel_feeds(settings, topic.panel, date(2026, 6, 1))


def test_an_entry_of_the_user_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    settings = overlay(tmp_path, feeds=FEED.format(key="sipri"))
    entries = load_feed_entries(settings)
    assert entries["sipri"].source == "Example Gazette"
    assert len(entries) == len(load_feed_entries(Settings(catalog=None)))


def test_a_switched_off_feed_is_not_polled(tmp_path: Path) -> None:
    settings = overlay(tmp_path, feeds=FEED.format(key="sipri") + "    is_enabled: false\n")
    assert "sipri" in load_feed_entries(settings)
    assert not any("sipri" in feed.url for feed in load_feeds(settings))


def test_a_file_that_replaces_the_shipped_feeds_leaves_only_its_own(tmp_path: Path) -> None:
    panel = (
        "replaces_shipped: true\npanels:\n  - key: mine\n    title: Mine\n    versions:\n"
        "      - {from: 2026-01-01, feeds: [one]}\n"
    )
    topic = "replaces_shipped: true\ntopics:\n  - {key: t, title: T, terms: {en: [gun]}, panel: mine}\n"
    settings = overlay(tmp_path, feeds="replaces_shipped: true\n" + FEED.format(key="one"), topics=topic)
    (tmp_path / "feeds" / "panels.yaml").write_text(panel, encoding="utf-8")
    assert [feed.url for feed in load_feeds(settings)] == ["https://one.example/feed"]
    assert [topic.key for topic in load_topics(settings)] == ["t"]


def test_a_fault_names_file_entry_field_and_mend(tmp_path: Path) -> None:
    text = FEED.format(key="odd").replace("country: NOR", "country: Norway") + "    colour: red\n"
    with pytest.raises(ConfigurationError) as caught:
        load_feeds(overlay(tmp_path, feeds=text))
    message = str(caught.value)
    assert "mine.yaml, entry odd" in message
    assert "field country: 'Norway' is no ISO 3166-1 alpha-3 code; write for example KOR or USA" in message
    assert "field colour: is unknown; the fields are key, url, source" in message


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="entry bare: field url: is missing; add it"):
        load_feeds(overlay(tmp_path, feeds="feeds:\n  - {key: bare, source: A, domain: a.example}\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("feeds: [", "is no valid YAML"),
        ("- key: x\n", "begin with one of feeds, panels, topics"),
        ("feeds:\n  key: x\n", "feeds must be a list"),
    ],
)
def test_a_file_of_the_wrong_shape_is_explained(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load_feeds(overlay(tmp_path, feeds=text))


def test_two_files_with_one_key_are_refused(tmp_path: Path) -> None:
    settings = overlay(tmp_path, feeds=FEED.format(key="twice"))
    (tmp_path / "feeds" / "more.yaml").write_text(FEED.format(key="twice"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"key twice is also in mine\.yaml; rename or remove one"):
        load_feeds(settings)


def test_one_address_under_two_keys_is_refused(tmp_path: Path) -> None:
    text = FEED.format(key="first") + FEED.format(key="second").removeprefix("feeds:\n")
    text = text.replace("https://second.example", "https://first.example")
    with pytest.raises(ConfigurationError, match="feeds first and second have the same url"):
        load_feeds(overlay(tmp_path, feeds=text))


def test_a_panel_of_unknown_feeds_is_refused(tmp_path: Path) -> None:
    text = "panels:\n  - {key: p, title: P, versions: [{from: 2026-01-01, feeds: [nobody_knows]}]}\n"
    with pytest.raises(ConfigurationError, match=r"panel p, version from 2026-01-01: no feed nobody_knows"):
        load_panels(overlay(tmp_path, feeds=text))


def test_a_topic_of_an_unknown_panel_is_refused(tmp_path: Path) -> None:
    text = "topics:\n  - {key: t, title: T, terms: {en: [gun]}, panel: nowhere}\n"
    with pytest.raises(ConfigurationError, match="topic t, field panel: no panel 'nowhere'"):
        load_topics(overlay(tmp_path, topics=text))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("", "matches nothing"),
        ("dyads: [[PRK, RUS]], terms: {en: [gun]}", "belong together"),
        ("terms: {english: [gun]}", "is no ISO 639-1 code"),
        ("dyads: [[PRK, RUSSIA]], event_types: [AID]", "is no ISO 3166-1 alpha-3 code"),
        ("dyads: [[PRK, '*']], event_types: [GIVE]", "Input should be 'AGREE'"),
    ],
)
def test_a_topic_file_is_checked_before_it_is_added(tmp_path: Path, fields: str, words: str) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(f"topics:\n  - {{key: t, title: T{', ' + fields if fields else ''}}}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        load_topic_file(path, Settings(catalog=None))


def test_a_catalog_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="which is no folder; create it or unset it"):
        load_feeds(Settings(catalog=tmp_path / "absent"))


def test_a_panel_keeps_its_members_of_the_day() -> None:
    panel = Panel.model_validate(
        {
            "key": "p",
            "title": "P",
            "versions": [
                {"from": date(2026, 1, 1), "to": date(2026, 3, 31), "feeds": ["a"]},
                {"from": date(2026, 4, 1), "feeds": ["a", "b"]},
            ],
        }
    )
    assert panel.feeds_on(date(2025, 12, 31)) == ()
    assert panel.feeds_on(date(2026, 3, 31)) == ("a",)
    assert panel.feeds_on(date(2026, 4, 1)) == ("a", "b")


def test_versions_of_a_panel_may_not_overlap() -> None:
    versions = [{"from": date(2026, 1, 1), "feeds": ["a"]}, {"from": date(2026, 4, 1), "feeds": ["b"]}]
    with pytest.raises(ValueError, match="must end before"):
        Panel.model_validate({"key": "p", "title": "P", "versions": versions})
