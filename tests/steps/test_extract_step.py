"""A page that is fetched again: the later content takes over where it can be read, and only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.records import Page
from pipeline.steps.annotate import annotate_step
from pipeline.steps.extract import extract_step
from pipeline.steps.group import group_step
from pipeline.steps.work import work_through
from pipeline.warehouse.connect import connect
from tests.conftest import Warehouse
from tests.steps.test_archive_export import store
from tests.steps.test_group_step import SETTINGS, a_run

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://harbour.example/2026/03/02/howitzers-for-larkholm"
REPORT = """<html lang="en"><head><title>Howitzers for Ukraine</title></head><body><article><h1>Howitzers for Ukraine</h1>
<p>Sweden delivered 26 howitzers to Ukraine on Monday, the Swedish defence ministry said in a statement.</p>
<p>The guns left the port of Karlskrona at night, and a second shipment will follow before the end of the month.</p>
<p>The ministry gave no figure for the ammunition that comes with them, and would not say who pays for the transport.</p>
</article></body></html>"""
GONE = """<html lang="en"><head><title>404 Page not found</title></head><body><h1>Page not found</h1>
<p>What you look for is not here any more. Try the search, or go back to the front page.</p></body></html>"""


def bring(warehouse: Warehouse, html: str, hours: int) -> None:
    """Archive a content of the page and read, place and code what waits."""
    fetched = NOON + timedelta(hours=hours)
    one = Page(URL, URL, 200, fetched, html.encode(), content_type="text/html; charset=utf-8", final_url=URL)
    with connect(warehouse.owner, application_name="tests") as connection:
        store(connection, one)
        connection.commit()
    now = fetched + timedelta(minutes=5)
    for step in (extract_step(now, SETTINGS), group_step(), annotate_step()):
        work_through(lambda: connect(warehouse.writer, application_name="tests"), step, a_run(warehouse, now))


def versions(warehouse: Warehouse) -> list[tuple[str, bool]]:
    with connect(warehouse.owner, application_name="tests") as connection:
        return connection.execute(
            "SELECT quality_type, is_current FROM core.article ORDER BY page_version_id, article_version_id"
        ).fetchall()


def current_claims(warehouse: Warehouse) -> list[str]:
    with connect(warehouse.owner, application_name="tests") as connection:
        rows = connection.execute("SELECT weapon_text FROM core.claim WHERE is_current").fetchall()
        return [row[0] for row in rows]


def test_a_page_that_is_gone_later_keeps_what_it_said(warehouse: Warehouse) -> None:
    bring(warehouse, REPORT, 0)
    claims = current_claims(warehouse)
    assert any("howitzers" in claim for claim in claims)
    bring(warehouse, GONE, 6)
    assert versions(warehouse) == [("article", True), ("refused", False)]
    assert current_claims(warehouse) == claims


def test_a_page_that_can_be_read_later_takes_over(warehouse: Warehouse) -> None:
    bring(warehouse, GONE, 0)
    assert versions(warehouse) == [("refused", True)]
    bring(warehouse, REPORT, 6)
    assert versions(warehouse) == [("refused", False), ("article", True)]
    assert current_claims(warehouse)


def test_a_report_that_changed_takes_over_with_its_claims(warehouse: Warehouse) -> None:
    bring(warehouse, REPORT, 0)
    bring(warehouse, REPORT.replace("26 howitzers", "18 howitzers"), 6)
    assert versions(warehouse) == [("article", False), ("article", True)]
    assert all("26" not in claim for claim in current_claims(warehouse)) and current_claims(warehouse)


def test_a_page_that_present_rules_refuse_has_no_current_claims(warehouse: Warehouse) -> None:
    bring(warehouse, REPORT, 0)
    assert current_claims(warehouse)
    with connect(warehouse.owner, application_name="tests") as connection:
        connection.execute("UPDATE ops.work SET state_code = 'pending' WHERE step_code = 'extract'")
    stricter = SETTINGS.model_copy(update={"allowed_languages": "ko"})
    work_through(
        lambda: connect(warehouse.writer, application_name="tests"),
        extract_step(NOON + timedelta(hours=1), stricter),
        a_run(warehouse, NOON + timedelta(hours=1)),
    )
    assert versions(warehouse) == [("refused", True)]
    assert not current_claims(warehouse)
