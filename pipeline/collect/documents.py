"""Reads texts of documents that are no web pages (PDFs, scans): JSON Lines that a person made, each with the document's hash.

A line is {"url": …, "sha256": …, "text": …} and may add "content_type" (application/pdf where it says nothing), "title",
"published_at", "language" and "fetched_at" (the file's own time where it says nothing). Paragraphs of the text are parted by
empty lines. A damaged line becomes a `DamagedRecord` with its reason, and reading goes on with the next.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.collect.canonical import canonical_url
from pipeline.collect.damage import DamagedRecord
from pipeline.collect.dates import parse_date
from pipeline.records import Page

SUFFIX = ".jsonl"
# Headers of the page that is made of a text: what the document itself was.
DOCUMENT_SHA256 = "Wirewatch-Document-SHA256"
DOCUMENT_TYPE = "Wirewatch-Document-Type"
_FIELDS = frozenset({"url", "sha256", "text", "content_type", "title", "published_at", "language", "fetched_at"})
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_LARGEST_LINE = 50_000_000  # bytes


def read_documents(path: Path) -> Iterator[Page | DamagedRecord]:
    """A page for each line: the text as a plain article, a function of the line alone, so that it is stored once."""
    file_time = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                place = f"{path.name}, line {number}"
                try:
                    yield _page_of(_read(line), file_time)
                except ValueError as error:
                    yield DamagedRecord(place, str(error))


def document_of(page: Page) -> tuple[str, str] | None:
    """Hash and type of the document whose text a page holds; None for a page of the web."""
    facts = dict(page.headers)
    return (facts[DOCUMENT_SHA256], facts[DOCUMENT_TYPE]) if DOCUMENT_SHA256 in facts else None


def _read(line: bytes) -> dict[str, Any]:
    if len(line) > _LARGEST_LINE:
        raise ValueError(f"the line is longer than {_LARGEST_LINE} bytes")
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"the line is no JSON: {error}") from error
    if not isinstance(record, dict):
        raise ValueError("the line is no JSON object")
    if unknown := sorted(set(record) - _FIELDS):
        raise ValueError(f"unknown field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    for field, value in record.items():
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{field} is no text")
    return record


def _page_of(record: dict[str, Any], file_time: datetime) -> Page:
    url = (record.get("url") or "").strip()
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError(f"url is no http or https address: {url!r}")
    digest = (record.get("sha256") or "").strip()
    if not _SHA256.fullmatch(digest):
        raise ValueError("sha256 is not the 64 hexadecimal digits of the document's SHA-256 (sha256sum prints them)")
    if not (record.get("text") or "").strip():
        raise ValueError("text is empty")
    published = _moment(record, "published_at")
    kind = (record.get("content_type") or "application/pdf").strip()
    return Page(
        url=url,
        canonical_url=canonical_url(url) or url,
        status=200,
        fetched_at=_moment(record, "fetched_at") or file_time,
        body=_document(record, digest.lower(), published).encode("utf-8", "replace"),
        headers=((DOCUMENT_SHA256, digest.lower()), (DOCUMENT_TYPE, kind)),
        content_type="text/html; charset=utf-8",
        final_url=url,
    )


def _moment(record: dict[str, Any], field: str) -> datetime | None:
    if not record.get(field):
        return None
    found = parse_date(record[field])
    if found is None:
        raise ValueError(f"{field} is no date: {record[field]!r}; write 2026-03-01 or 2026-03-01T09:30:00Z")
    return found.value


def _document(record: dict[str, Any], digest: str, published: datetime | None) -> str:
    """The text as a page that says which document it was taken from."""
    title = html.escape(" ".join((record.get("title") or "").split()))
    language = f' lang="{html.escape(record["language"])}"' if record.get("language") else ""
    moment = f'<meta property="article:published_time" content="{published.isoformat()}">' if published else ""
    paragraphs = "".join(f"<p>{html.escape(words)}</p>" for words in _paragraphs(record["text"]))
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f'<!doctype html><html{language}><head><meta charset="utf-8"><title>{title}</title>{moment}'
        f'<meta name="{DOCUMENT_SHA256.lower()}" content="{digest}"></head>'
        f"<body><article>{heading}{paragraphs}</article></body></html>"
    )


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs as one line each; a word that was parted at the end of a line is put together again."""
    for paragraph in re.split(r"\n\s*\n|\f", text.replace("\r\n", "\n")):
        joined = re.sub(r"(?<=[a-zà-ÿ])[-‐]\n\s*(?=[a-zà-ÿ])", "", paragraph)
        words = " ".join(joined.split())
        if words:
            yield words
