"""The archive as WARC files: what is exported is read by others, and comes back as the rows it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.collect.warc import write_warc
from pipeline.records import FeedItem, Page
from pipeline.steps.archive import archive_page, summary_page
from pipeline.steps.archive_export import archived_months, export_month
from pipeline.steps.imports import import_path
from pipeline.steps.work import Connection
from pipeline.warehouse.connect import connect
from pipeline.warehouse.sqlfiles import load_sql
from tests.conftest import Warehouse

MARCH = date(2026, 3, 1)
ROWS = """
    SELECT
        page_key.canonical_url, page_key.url, page_key.first_seen_at, page_version_key.body_sha256,
        page_version_key.origin_type, page_version_key.fetched_at, page_version_key.first_seen_at, page.url,
        page.final_url, page.http_status, page.content_type, page.headers, page.body, page.body_byte_count
    FROM raw.page
    INNER JOIN raw.page_version_key USING (page_version_id)
    INNER JOIN raw.page_key USING (page_id)
    ORDER BY page_key.canonical_url, page_version_key.fetched_at"""
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("content-length", "120"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
)


def page(number: int, hour: int = 8, **changes: Any) -> Page:
    url = f"https://harbour.example/2026/03/ferry-report-{number}"
    fields: dict[str, Any] = {
        "url": f"{url}?from=feed",
        "canonical_url": url,
        "status": 200,
        "fetched_at": datetime(2026, 3, number, hour, 30, 15, 123456, tzinfo=UTC),
        "body": f"<html><body><p>The ferry number {number} was late at {hour}.</p></body></html>".encode(),
        "headers": HEADERS,
        "content_type": "text/html; charset=utf-8",
        "final_url": url,
    }
    return Page(**fields | changes)


def store(connection: Connection, one: Page, origin: str = "fetch") -> None:
    parameters = {
        "canonical_url": one.canonical_url,
        "url": one.url,
        "host": "harbour.example",
        "now": datetime(2026, 3, one.fetched_at.day, 9, tzinfo=UTC),
    }
    connection.execute("SELECT ops.ensure_partitions(%s)", (parameters["now"],))
    connection.execute(load_sql("steps/add_found_source.sql"), parameters)
    connection.execute(load_sql("steps/add_imported_page.sql"), parameters)
    row = connection.execute(load_sql("steps/imported_page.sql"), parameters).fetchone()
    assert row is not None
    assert archive_page(connection, row[0], one, origin, parameters["now"])


@pytest.fixture
def connection(warehouse: Warehouse) -> Any:
    """A warehouse that holds pages of every kind: fetched twice, without headers, with odd ones, the feed's own words."""
    with connect(warehouse.owner, application_name="tests") as connection:
        store(connection, page(2))
        store(connection, page(2, hour=20, body=b"<html><body><p>Changed.</p></body></html>"))
        store(connection, page(3, headers=(), final_url=None), "import")
        store(connection, page(4, headers=(*HEADERS, ("X-Name", "café 中")), body=b"\xff\x00<p>x"))
        item = FeedItem(guid="g", url="https://harbour.example/5", title="Fog", summary="Fog & ferries.")
        summary = summary_page(item, item.url or "", item.url or "", datetime(2026, 3, 5, 8, tzinfo=UTC))
        assert summary is not None
        store(connection, summary, "feed")
        connection.commit()
        yield connection


def rows(connection: Connection) -> list[Any]:
    return connection.execute(ROWS).fetchall()


def forget(connection: Connection) -> None:
    connection.execute("TRUNCATE raw.page, raw.page_version_key, raw.page_key, ops.work, raw.import_file CASCADE")
    connection.commit()


def test_an_exported_month_comes_back_as_the_rows_it_was(connection: Connection, tmp_path: Path, now: datetime) -> None:
    before = rows(connection)
    exported = export_month(connection, MARCH, tmp_path)
    assert exported.page_count == len(before) == 5
    forget(connection)
    counts = import_path(connection, exported.paths[0], now)
    assert (counts["new"], counts["damaged"]) == (5, 0)
    assert rows(connection) == before


def test_bodies_that_retention_dropped_are_put_back(connection: Connection, tmp_path: Path, now: datetime) -> None:
    before = rows(connection)
    exported = export_month(connection, MARCH, tmp_path)
    connection.execute("DROP TABLE raw.page_2026_03")
    connection.commit()
    assert rows(connection) == []
    counts = import_path(connection, exported.paths[0], now)
    assert (counts["restored"], counts["new"]) == (5, 0)
    assert rows(connection) == before
    assert import_path(connection, exported.paths[0], now)["known"] == 5


def test_warcio_reads_the_file_and_finds_its_digests_right(connection: Connection, tmp_path: Path) -> None:
    (path,) = export_month(connection, MARCH, tmp_path).paths
    kinds = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            assert record.rec_headers.protocol == "WARC/1.1"
            record.content_stream().read()
            assert record.digest_checker.passed
            kinds.append(record.rec_type)
    assert kinds == ["response"] * 4 + ["resource"]


def test_an_export_overwrites_nothing_and_parts_what_is_large(connection: Connection, tmp_path: Path) -> None:
    (whole,) = export_month(connection, MARCH, tmp_path).paths
    assert export_month(connection, MARCH, tmp_path).paths == (whole,)
    parted = export_month(connection, MARCH, tmp_path, max_file_bytes=1)
    assert (len(parted.paths), parted.page_count) == (5, 5)
    connection.execute("DROP TABLE raw.page_2026_03")
    assert export_month(connection, MARCH, tmp_path).paths == ()
    assert whole.exists()
    assert sorted(tmp_path.iterdir()) == sorted((whole, *parted.paths))


def test_the_months_of_the_archive_are_listed(connection: Connection) -> None:
    (month,) = archived_months(connection)
    assert (month.month, month.page_count) == (MARCH, 5)
    assert month.stored_byte_count > 0


def test_a_foreign_archive_cannot_date_its_pages_into_the_future(
    warehouse: Warehouse, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as sink:
        write_warc([page(2, first_seen_at=datetime(2099, 1, 1, tzinfo=UTC), origin="nonsense")], sink)
    with connect(warehouse.owner, application_name="tests") as connection:
        import_path(connection, path, now)
        found = connection.execute("SELECT first_seen_at, origin_type FROM raw.page_version_key").fetchall()
    assert found == [(now, "import")]
