"""Polling and fetching on a real database: kills, two workers at once, moved items, documents that are no pages."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from benchmarks import kill_collector
from pipeline.records import Feed
from pipeline.settings import get_settings
from pipeline.steps.catalog import sync_feeds
from pipeline.steps.fetch import fetch_pending_pages
from pipeline.steps.imports import import_path
from pipeline.steps.poll import poll_due_feeds
from pipeline.steps.reference import RunReference
from pipeline.warehouse.connect import connect
from tests.conftest import Warehouse
from tests.faults.documents import NOW, entry, page, rss
from tests.feed_house import Answer, FeedHouse, feed_house

KILLS = 3
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[FeedHouse]:
    with feed_house() as site:
        monkeypatch.setenv("WIREWATCH_PROFILE", "demo")
        monkeypatch.setenv("WIREWATCH_LOCAL_SOURCES", site.local_source)
        monkeypatch.setenv("WIREWATCH_MIN_HOST_GAP_SECONDS", "0")
        get_settings.cache_clear()
        yield site


@pytest.fixture
def collect(house: FeedHouse, warehouse: Warehouse) -> Callable[..., str]:
    """Serves a document, polls it at a moment and fetches its pages; gives the counts of the fetches."""
    with connect(warehouse.writer, application_name="tests") as connection:
        sync_feeds(connection, [Feed(house.url(), "127.0.0.1", "The Paper")], NOW)

    def run(now: datetime, *items: str, **more: Answer) -> str:
        house.answers["/feed"] = Answer(rss(*items, head=f"<lastBuildDate>{now}</lastBuildDate>"))
        house.answers |= {f"/{name}": answer for name, answer in more.items()}
        poll_due_feeds(warehouse.writer, RunReference("collect_feeds", now.isoformat(), now))
        return fetch_pending_pages(warehouse.writer, RunReference("collect_feeds", now.isoformat(), now))

    return run


def ask(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with connect(warehouse.owner, application_name="tests") as connection:
        return connection.execute(sql).fetchall()


def html(words: str) -> Answer:
    return Answer(page().replace(b"ferry", words.encode()), content_type="text/html")


def test_crash_between_fetch_and_commit_at_random_moments_loses_and_doubles_nothing(house, warehouse):
    losses = kill_collector.kill_polls(warehouse.writer, house, kills=KILLS, feeds=6, seed=7)
    assert losses.items == 6 * 2 * KILLS
    assert (losses.lost, losses.doubled, losses.pages_lost, losses.pages_doubled) == (0, 0, 0, 0)


def test_overlapping_runs_of_two_workers_poll_each_feed_once(house, warehouse, monkeypatch):
    done = Event()
    with feed_house() as other:
        sources = f"{house.local_source},{other.local_source}"
        monkeypatch.setenv("WIREWATCH_LOCAL_SOURCES", sources)
        monkeypatch.setenv("WIREWATCH_FETCH_TIMEOUT_SECONDS", "300")
        monkeypatch.setenv("WIREWATCH_BATCH_SIZE", "4")
        get_settings.cache_clear()
        house.answers = {f"/{n}": Answer(rss(entry(n)), wait_for=done) for n in range(4)}
        other.answers = {f"/{n}": Answer(rss(entry(n))) for n in range(8)}
        feeds = [Feed(house.url(path), "a.example", "A") for path in house.answers]
        feeds += [Feed(other.url(path), "b.example", "B") for path in other.answers]
        with connect(warehouse.writer, application_name="tests") as connection:
            sync_feeds(connection, feeds, NOW)
        command = [sys.executable, "-m", "benchmarks.kill_collector", "--victim", warehouse.writer, sources]
        worker = subprocess.Popen([*command, NOW.isoformat()], cwd=ROOT)
        while not house.asked:  # until the worker holds the first host; the suite's limit of time ends it
            time.sleep(0.01)
        assert poll_due_feeds(warehouse.writer, RunReference("collect_feeds", "second", NOW)) == "8 ok"
        done.set()
        assert worker.wait(300) == 0
        assert [*house.asked.values(), *other.asked.values()] == [1] * 12
    assert ask(warehouse, "SELECT count(*), count(DISTINCT feed_id) FROM raw.feed_poll") == [(12, 12)]


def test_guid_same_link_changed_is_one_article_with_an_alias_and_a_new_version(house, warehouse, collect):
    collect(NOW, entry(1, link="/2026/03/ferry-late"), **{"2026/03/ferry-late": html("ferry")})
    house.answers["/2026/03/ferry-late"] = Answer(b"gone", 404, "text/plain")
    collect(
        NOW + timedelta(days=2), entry(1, link="/2026/03/ferry-sunk"), **{"2026/03/ferry-sunk": html("sunken ferry")}
    )
    assert ask(warehouse, "SELECT count(*) FROM raw.page_key") == [(1,)]
    assert ask(warehouse, "SELECT alias_url LIKE '%/2026/03/ferry-sunk', basis_type FROM raw.page_alias") == [
        (True, "guid")
    ]
    assert ask(warehouse, "SELECT count(*), count(DISTINCT body_sha256) FROM raw.page_version_key") == [(2, 2)]


def test_content_type_pdf_is_listed_by_source_with_its_address_type_and_size(house, warehouse, collect):
    pdf = Answer(b"%PDF-1.7" + b"x" * 4_000, content_type="application/pdf")
    collect(NOW, entry(1, link="/report.pdf", extra="<description>A report.</description>"), **{"report.pdf": pdf})
    columns = "source_name, outcome_code, url, content_type, byte_count, has_summary"
    assert ask(warehouse, f"SELECT {columns} FROM mart.page_refusal") == [
        ("The Paper", "unsupported_type", house.url("/report.pdf"), "application/pdf", 4_008, True)
    ]
    assert ask(warehouse, "SELECT origin_type FROM raw.page_version_key") == [("feed",)]


def test_the_text_of_a_pdf_comes_in_with_its_hash_and_ends_its_waiting(house, warehouse, collect, tmp_path):
    pdf = b"%PDF-1.7" + b"x" * 4_000
    answer = Answer(pdf, content_type="application/pdf")
    collect(NOW, entry(1, link="/report.pdf", extra="<description>A report.</description>"), **{"report.pdf": answer})
    digest = hashlib.sha256(pdf).hexdigest()
    text = {"url": house.url("/report.pdf"), "sha256": digest, "text": "The ferry sank.\n\nNobody was hurt."}
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps(text))

    for outcome in ("new", "known"):
        with connect(warehouse.writer, application_name="tests") as connection:
            assert import_path(connection, file, NOW + timedelta(days=1)) == Counter({outcome: 1})

    assert ask(warehouse, "SELECT * FROM mart.page_refusal") == []
    assert ask(warehouse, "SELECT origin_type FROM raw.page_version_key ORDER BY page_version_id") == [
        ("feed",),
        ("import",),
    ]
    columns = "source_name, url, content_type, document_sha256"
    assert ask(
        warehouse,
        f"SELECT {columns} FROM mart.document_text JOIN raw.page_version_key ON body_sha256 = page_sha256",
    ) == [("The Paper", house.url("/report.pdf"), "application/pdf", digest)]


def test_a_failed_second_fetch_leaves_the_article_as_it_was_read(house, warehouse, collect):
    collect(NOW, entry(1, link="/a", extra="<description>One.</description>"), a=html("ferry"))
    later = entry(1, link="/a", title="Other words", extra="<description>Two.</description>")
    assert "skipped" in collect(NOW + timedelta(days=2), later, a=Answer(b"no", 404, "text/plain"))
    assert ask(warehouse, "SELECT origin_type FROM raw.page_version_key") == [("fetch",)]
    assert ask(warehouse, "SELECT * FROM mart.page_refusal") == []


def test_old_items_resurface_after_their_content_was_dropped_and_are_no_news(house, warehouse, collect):
    items = [entry(n, link=f"/{n}") for n in range(3)]
    collect(NOW, *items)
    collect(NOW + timedelta(days=2), entry(9, link="/9"))
    ask(warehouse, "DELETE FROM raw.feed_item RETURNING 1")
    collect(NOW + timedelta(days=4), *items)
    assert ask(warehouse, "SELECT new_item_count FROM raw.feed_poll ORDER BY polled_at") == [(3,), (1,), (0,)]


def test_empty_feed_and_others_that_fall_silent_are_told_by_their_own_habit(house, warehouse, collect):
    seen: list[str] = []
    for day in range(6):  # one new item a day
        seen.append(entry(100 - day, link=None, date=None))
        collect(NOW + timedelta(days=day), *seen)
    health = "SELECT health_code, is_silent, daily_item_count, has_trusted_dates FROM mart.feed_health"
    assert ask(warehouse, health) == [("ok", False, 1, True)]
    collect(NOW + timedelta(days=7), *seen)
    assert ask(warehouse, health)[0][:2] == ("ok", False)
    collect(NOW + timedelta(days=9))
    assert ask(warehouse, health)[0][:2] == ("silent", True)
    reason = ask(warehouse, "SELECT health_reason FROM mart.feed_health")[0][0]
    assert "nothing new for 4.0 days, while 1.0 are usual at most" in str(reason)
    house.answers.clear()
    poll_due_feeds(warehouse.writer, RunReference("collect_feeds", "last", NOW + timedelta(days=12)))
    assert ask(warehouse, health)[0][0] == "failing"
    assert ask(warehouse, "SELECT last_outcome_code, failed_poll_count FROM mart.feed_health") == [("not_found", 1)]
