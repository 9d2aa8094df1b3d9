"""`wirewatch feeds`: a site's feeds are found, lists of any make are read, and a check explains what it saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.operate import feeds
from pipeline.settings import Settings
from pipeline.steps.catalog import sync_feeds
from pipeline.steps.poll import poll_due_feeds
from pipeline.steps.reference import RunReference
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import libpq_url
from tests.conftest import Warehouse
from tests.faults.documents import NOW, feed_of
from tests.feed_house import Answer, FeedHouse, feed_house

HOME = b"""<!doctype html><html><head><title>The Paper</title>
<link rel="alternate" type="application/rss+xml" href="/feed">
<link rel="alternate" type="application/rss+xml" href="/coast">
<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" href="/dead"></head><body><a href="/about">About</a></body></html>"""
LIST = b"""<opml version="1.1"><body><outline text="KOR">
<outline text="A &amp; B" xmlUrl="https://feeds.a.example/rss" htmlUrl="https://www.a.example/" language="ko"/>
<outline text="again" xmlurl="https://feeds.a.example/rss"/></outline>
<outline text="Harbour & port" xmlUrl="feed://b.example/atom"/>
<outline text="no web address" xmlUrl="file:///etc/passwd"/>"""


@pytest.fixture
def house() -> Iterator[FeedHouse]:
    with feed_house() as site:
        site.answers |= {
            "/": Answer(HOME, content_type="text/html"),
            "/feed": Answer(feed_of(3), etag='"v"'),
            "/coast": Answer(feed_of(2)),
        }
        yield site


@pytest.fixture
def settings(warehouse: Warehouse, house: FeedHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("COLUMNS", "200")
    return Settings(
        home=tmp_path,
        profile="demo",
        warehouse_url=libpq_url(warehouse.owner),
        local_sources=house.local_source,
        min_host_gap_seconds=0,
        fixed_now=NOW,
    )


def ask(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with connect(warehouse.owner, application_name="tests") as connection:
        return connection.execute(sql).fetchall()


def test_add_takes_a_home_page_and_adds_the_first_feed_it_names_or_all(settings, house, warehouse, capsys):
    assert feeds.add(settings, house.url("/"), country="KOR") == 0
    assert "also there" in (said := capsys.readouterr().out)
    assert "3 items" in said
    assert ask(warehouse, "SELECT url, catalog_url FROM raw.feed") == [(house.url("/feed"), None)]
    assert feeds.add(settings, house.url("/"), every=True) == 0
    assert "already" in capsys.readouterr().out
    assert len(ask(warehouse, "SELECT * FROM raw.feed")) == 2
    assert ask(warehouse, "SELECT domain, country_code FROM core.source WHERE domain = '127.0.0.1'") == [
        ("127.0.0.1", "KOR")
    ]
    assert "/comments/feed" not in house.asked


def test_add_says_why_there_is_nothing_to_add(settings, house, capsys):
    house.answers.clear()
    house.answers["/bare"] = Answer(b"<html><p>No feeds here.</p></html>", content_type="text/html")
    assert feeds.add(settings, house.url("/bare")) == 1
    assert "names no working feed" in capsys.readouterr().out
    assert feeds.add(settings, "http://10.0.0.5/feed") == 1
    assert "private" in capsys.readouterr().out
    with pytest.raises(ConfigurationError, match="alpha-3"):
        feeds.add(settings, house.url("/"), country="Korea")


def test_a_feed_added_by_hand_stays_when_the_catalog_is_brought_in(settings, house, warehouse, capsys):
    feeds.add(settings, house.url("/feed"), name="The Paper")
    with connect(warehouse.writer, application_name="tests") as connection:
        sync_feeds(connection, (), NOW)
    assert feeds.list_feeds(settings) == 0
    assert "The Paper" in capsys.readouterr().out
    assert ask(warehouse, "SELECT health_code, is_added_by_hand FROM mart.feed_health") == [("unpolled", True)]


def test_check_explains_what_it_saw_and_stores_it_for_a_known_feed(settings, house, warehouse, capsys):
    assert feeds.check(settings, house.url("/feed")) == 0
    assert "nothing was stored" in capsys.readouterr().out
    feeds.add(settings, house.url("/feed"))
    assert feeds.check(settings, house.url("/feed")) == 0
    said = capsys.readouterr().out
    for words in ("outcome: ok", "3 new", "told apart by their ids", "validators: ETag", "next poll in"):
        assert words in said
    assert ask(warehouse, "SELECT outcome_code, new_item_count FROM raw.feed_poll") == [("ok", 3)]
    assert feeds.check(settings, "1") == 0  # at once again, and in full though nothing changed
    assert "3 known" in capsys.readouterr().out


def test_check_of_a_feed_that_became_a_page_names_the_feeds_there(settings, house, capsys):
    assert feeds.check(settings, house.url("/")) == 1
    said = capsys.readouterr().out
    assert "outcome: not_a_feed" in said
    assert f"the page names a feed: {house.url('/coast')}" in said


def test_a_disabled_feed_is_not_polled_until_it_is_enabled(settings, house, warehouse, capsys, monkeypatch):
    feeds.add(settings, house.url("/feed"))
    assert feeds.disable(settings, house.url("/feed"), "too loud") == 0
    assert ask(warehouse, "SELECT health_code, health_reason FROM mart.feed_health") == [("disabled", "too loud")]
    monkeypatch.setattr("pipeline.steps.session.get_settings", lambda: settings)
    assert poll_due_feeds(warehouse.writer, RunReference("cli", "one", NOW)) == "nothing to do"
    assert feeds.enable(settings, "1") == 0
    assert poll_due_feeds(warehouse.writer, RunReference("cli", "two", NOW)) == "1 ok"
    with pytest.raises(ConfigurationError, match="no feed"):
        feeds.enable(settings, "https://unknown.example/")


def test_a_list_of_another_program_is_read_and_ours_comes_back_as_it_was(settings, warehouse, tmp_path, capsys):
    given, written = tmp_path / "given.opml", tmp_path / "written.opml"
    given.write_bytes(LIST)
    assert feeds.import_list(settings, given) == 0
    assert "2 feeds added" in capsys.readouterr().out
    known = "SELECT url, source_name, domain, country_code, language_code FROM mart.feed_health ORDER BY url"
    before = ask(warehouse, known)
    assert before == [
        ("https://b.example/atom", "Harbour & port", "b.example", None, None),
        ("https://feeds.a.example/rss", "A & B", "a.example", "KOR", "ko"),
    ]
    assert feeds.export_list(settings, written) == 0
    with connect(warehouse.owner, application_name="tests") as connection:
        connection.execute("TRUNCATE core.source, raw.feed CASCADE")
    assert feeds.import_list(settings, written) == 0
    assert ask(warehouse, known) == before
    assert feeds.import_list(settings, written) == 0
    assert "0 feeds added, 2 known" in capsys.readouterr().out
