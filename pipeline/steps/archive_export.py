"""Writes the archive's pages into WARC 1.1 files, month by month; `wirewatch import` reads them back to the same rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import zstandard

from pipeline.collect.warc import read_archive, write_warc
from pipeline.errors import Transient
from pipeline.records import Page
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql

MAX_FILE_BYTES = 1 << 30  # the size that web archives commonly keep to
_ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ExportedMonth:
    """The files that hold the pages first seen in a month, and how many pages they hold."""

    month: date
    paths: tuple[Path, ...]
    page_count: int


@dataclass(frozen=True, slots=True)
class ArchivedMonth:
    """A month of the archive in the warehouse: its pages and the room that their bodies take."""

    month: date
    page_count: int
    stored_byte_count: int


def archived_months(connection: Connection) -> list[ArchivedMonth]:
    """The months of which the warehouse holds pages, in order."""
    rows = connection.execute(load_sql("steps/archive_months.sql")).fetchall()
    return [ArchivedMonth(row[0], int(row[1]), int(row[2])) for row in rows]


def export_month(
    connection: Connection, month: date, folder: Path, max_file_bytes: int = MAX_FILE_BYTES
) -> ExportedMonth:
    """Write the pages first seen in the month of `month` (UTC) into WARC files in `folder`.

    Each file is read back and compared before it gets its name, which holds a hash of its bytes: the same pages give the
    same file, other pages another one, and nothing that was exported earlier is ever overwritten. Raises `Transient`
    where a file does not read back; what it would have held is still in the warehouse.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    total = 0
    pages = _pages(connection, month)
    held = next(pages, None)
    for number in count(1):
        if held is None:
            break
        part = folder / f"pages-{month:%Y-%m}.{os.getpid()}.{number}.part"
        try:
            written, held = _write_file(part, held, pages, max_file_bytes)
            paths.append(_named(part, folder, month, written))
        finally:
            part.unlink(missing_ok=True)
        total += written.page_count
    return ExportedMonth(month.replace(day=1), tuple(dict.fromkeys(paths)), total)


@dataclass(frozen=True, slots=True)
class _Written:
    page_count: int
    contents_sha256: str


def _write_file(part: Path, first: Page, pages: Iterator[Page], limit: int) -> tuple[_Written, Page | None]:
    """Fill a file up to the limit; what was written, and the page that comes next, if any."""
    contents = hashlib.sha256()
    page: Page | None = first
    written = 0
    with part.open("wb") as sink:
        while page is not None and (written == 0 or sink.tell() < limit):
            write_warc([page], sink)
            _add(contents, page)
            written += 1
            page = next(pages, None)
        sink.flush()
        os.fsync(sink.fileno())
    return _Written(written, contents.hexdigest()), page


def _named(part: Path, folder: Path, month: date, written: _Written) -> Path:
    """Check that the file reads back, then give it its name."""
    contents = hashlib.sha256()
    # The reader goes by the ending; the file gets its name only when it has proved good.
    readable = part.with_suffix(".warc.gz")
    part.rename(readable)
    try:
        for page in read_archive(readable):
            if not isinstance(page, Page):
                raise Transient(f"{readable}: {page.place} does not read back ({page.reason}); is the disk sound?")
            _add(contents, page)
        if contents.hexdigest() != written.contents_sha256:
            raise Transient(f"{readable}: other pages were read back than were written; is the disk sound?")
        with readable.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path = folder / f"pages-{month:%Y-%m}-{digest[:12]}.warc.gz"
        readable.replace(path)
    finally:
        readable.unlink(missing_ok=True)
    return path


def _add(contents: Any, page: Page) -> None:
    body = hashlib.sha256(page.body).hexdigest()
    contents.update(f"{page.canonical_url}\0{page.url}\0{page.fetched_at.isoformat()}\0{body}\n".encode())


def _pages(connection: Connection, month: date) -> Iterator[Page]:
    first = datetime(month.year, month.month, 1, tzinfo=UTC)
    after = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)
    with connection.cursor(name="archive_export") as cursor:
        cursor.itersize = _ROWS_AT_ONCE
        cursor.execute(load_sql("steps/month_pages.sql"), {"first_at": first, "next_at": after})
        for row in cursor:
            yield _page(row)


def _page(row: Sequence[Any]) -> Page:
    canonical_url, origin, fetched_at, first_seen_at, url, final_url, status, content_type, headers, body, size = row
    return Page(
        url=url,
        canonical_url=canonical_url,
        status=status,
        fetched_at=fetched_at,
        body=zstandard.ZstdDecompressor().decompress(body, max_output_size=max(int(size), 1)),
        headers=tuple((str(name), str(value)) for name, value in headers),
        content_type=content_type,
        final_url=final_url,
        origin=origin,
        first_seen_at=first_seen_at,
    )
