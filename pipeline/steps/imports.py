"""Takes archived pages as if they had been fetched; the same DAGs then process them. Idempotent."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.collect.damage import DamagedRecord
from pipeline.collect.documents import document_of
from pipeline.collect.warc import read_archive
from pipeline.records import Page
from pipeline.steps.archive import archive_page, restore_page
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

_CHUNK_RECORDS = 50  # committed together; a killed import goes on behind its last chunk
_ORIGINS = frozenset(("fetch", "import", "feed"))
_HASHED_AT_ONCE = 1 << 20


def import_path(
    connection: Connection, path: Path, now: datetime, say: Callable[[Counter[str]], None] = lambda _: None
) -> Counter[str]:
    """Store the pages of a WARC file or a folder of HTML; returns counts: new, restored, known, damaged.

    Damaged records are kept with their reason (raw.import_damage), the rest goes on. The days between the oldest and
    the newest page of each source count as collected. The same archive again changes nothing.
    """
    import_file_id = _register(connection, path, now)
    counts: Counter[str] = Counter()
    ranges: dict[int, tuple[date, date]] = {}
    for chunk in _chunks(read_archive(path)):
        with connection.transaction():
            for record in chunk:
                if isinstance(record, DamagedRecord):
                    _note_damage(connection, import_file_id, record)
                    counts["damaged"] += 1
                    continue
                source_id, outcome = _import_page(connection, record, now)
                counts[outcome] += 1
                day = record.fetched_at.date()
                first, last = ranges.get(source_id, (day, day))
                ranges[source_id] = (min(first, day), max(last, day))
        say(counts)
    with connection.transaction():
        for source_id, (first, last) in sorted(ranges.items()):
            parameters = {"source_id": source_id, "from_date": first, "to_date": last, "now": now}
            connection.execute(load_sql("steps/declare_range.sql"), parameters)
            connection.execute(load_sql("steps/mark_range.sql"), {"first_at": first, "last_at": last, "now": now})
        connection.execute(
            load_sql("steps/close_import.sql"),
            {"import_file_id": import_file_id, "page_count": counts["new"] + counts["restored"] + counts["known"]},
        )
    return counts


def _chunks(records: Iterator[Page | DamagedRecord]) -> Iterator[list[Page | DamagedRecord]]:
    while chunk := list(islice(records, _CHUNK_RECORDS)):
        yield chunk


def _register(connection: Connection, path: Path, now: datetime) -> int:
    parameters = {"path": str(path.absolute()), "file_sha256": _digest(path), "now": now}
    with connection.transaction():
        connection.execute("SELECT ops.ensure_partitions(%s)", (now,))
        row = connection.execute(load_sql("steps/put_import.sql"), parameters).fetchone()
    assert row is not None  # noqa: S101 (the statement always returns its row)
    return int(row[0])


def _digest(path: Path) -> str:
    """SHA-256 of a file; of a folder, of the names and contents of its files."""
    digest = hashlib.sha256()
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    for file in files:
        digest.update(str(file.relative_to(path)).encode() + b"\0")
        if not file.is_file():
            continue  # the reader says what is wrong with it
        with file.open("rb") as content:
            while piece := content.read(_HASHED_AT_ONCE):
                digest.update(piece)
    return digest.hexdigest()


def _note_damage(connection: Connection, import_file_id: int, record: DamagedRecord) -> None:
    log.warning("%s: %s", record.place, record.reason)
    connection.execute(
        load_sql("steps/add_damage.sql"),
        {"import_file_id": import_file_id, "position_text": record.place, "reason": record.reason},
    )


def _import_page(connection: Connection, page: Page, now: datetime) -> tuple[int, str]:
    """Store one page; returns its source and whether its content is new, restored or known.

    A page of an archive of our own keeps how and when it was first seen, so that it comes back as the row it was.
    """
    host = (urlsplit(page.canonical_url).hostname or "").removeprefix("www.")
    seen_at = min(page.first_seen_at or now, now)
    parameters = {"canonical_url": page.canonical_url, "url": page.url, "host": host, "now": seen_at}
    if seen_at != now:
        connection.execute("SELECT ops.ensure_partitions(%s)", (seen_at,))
    connection.execute(load_sql("steps/add_found_source.sql"), parameters)
    connection.execute(load_sql("steps/add_imported_page.sql"), parameters)
    row = connection.execute(load_sql("steps/imported_page.sql"), parameters).fetchone()
    assert row is not None  # noqa: S101 (it was added or was there)
    page_id, source_id = int(row[0]), int(row[1])
    _note_document(connection, page_id, page, now)
    origin = page.origin if page.origin in _ORIGINS else "import"
    if archive_page(connection, page_id, page, origin, now):
        return source_id, "new"
    return source_id, "restored" if restore_page(connection, page_id, page) else "known"


def _note_document(connection: Connection, page_id: int, page: Page, now: datetime) -> None:
    """Keep which document a text was taken from; a page that waited for its text waits no longer."""
    document = document_of(page)
    if document is None:
        return
    parameters = {
        "page_id": page_id,
        "body_sha256": hashlib.sha256(page.body).hexdigest(),
        "document_sha256": document[0],
        "content_type": document[1],
        "now": now,
    }
    connection.execute(load_sql("steps/put_document_text.sql"), parameters)
    connection.execute(load_sql("steps/forget_refusal.sql"), {"page_id": page_id})
