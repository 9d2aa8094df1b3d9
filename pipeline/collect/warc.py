"""Reads archives into pages and writes pages into archives: WARC 1.0 and 1.1, folders of HTML files, texts of documents.

A damaged record becomes a `DamagedRecord` with its reason, and reading goes on with the next.
"""

from __future__ import annotations

import hashlib
import io
import json
import mmap
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from uuid import NAMESPACE_URL, uuid5

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.collect.canonical import canonical_url
from pipeline.collect.charset import decode_html
from pipeline.collect.damage import DamagedRecord
from pipeline.collect.dates import parse_date
from pipeline.collect.decoding import BodyDecoder, DecodeError, TooLarge
from pipeline.collect.documents import SUFFIX as TEXTS_SUFFIX
from pipeline.collect.documents import read_documents
from pipeline.collect.pages import sane_canonical, stated_url, why_not_html
from pipeline.errors import Permanent
from pipeline.records import Page

MAX_BODY_BYTES = 50_000_000
_WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/1."
Headers = tuple[tuple[str, str], ...]
_REWRITTEN = frozenset({"content-length", "transfer-encoding", "content-encoding"})
_KEPT_AS = "X-Archive-Orig-"  # how web archives name a header that no longer fits the unpacked body
_WARC_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"


def read_archive(path: Path) -> Iterator[Page | DamagedRecord]:
    """The pages of a WARC file, an HTML file, a file of texts, or a folder with any of them, in a fixed order.

    Raises `Permanent` where there is no such file or folder or it is neither.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.name.lower().endswith((*_WARC_SUFFIXES, *_HTML_SUFFIXES, TEXTS_SUFFIX)):
                yield from read_archive(file)
    elif not path.is_file():
        raise Permanent(f"{path} is no file or folder; name a WARC file, a folder of HTML files or a file of texts")
    elif path.name.lower().endswith(_WARC_SUFFIXES):
        yield from _read_warc(path)
    elif path.name.lower().endswith(_HTML_SUFFIXES):
        yield _read_html(path)
    elif path.name.lower().endswith(TEXTS_SUFFIX):
        yield from read_documents(path)
    else:
        kinds = f"a WARC file ({', '.join(_WARC_SUFFIXES)}), an HTML file nor a file of texts ({TEXTS_SUFFIX})"
        raise Permanent(f"{path} is neither {kinds}")


def covered_days(pages: Iterable[Page]) -> tuple[date, date] | None:
    """The first and last UTC day on which the pages were collected, or None where there are none."""
    days = [page.fetched_at.astimezone(UTC).date() for page in pages]
    return (min(days), max(days)) if days else None


def write_warc(pages: Iterable[Page], sink: IO[bytes]) -> int:
    """Write pages as WARC 1.1 records, gzip by record; gives their number.

    A page that was fetched becomes a response; one without an HTTP answer (the feed's own words) a resource. The same
    pages always give the same bytes, and `read_archive` gives back equal pages.
    """
    writer = WARCWriter(sink, gzip=True, warc_version="1.1")
    count = 0
    for page in pages:
        writer.write_record(_record_of(writer, page))
        count += 1
    return count


def _record_of(writer: WARCWriter, page: Page) -> Any:
    moment = page.fetched_at.astimezone(UTC)
    digest = hashlib.sha256(page.body).hexdigest()
    facts = {
        "WARC-Date": moment.strftime(_WARC_DATE),
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{page.url} {moment.isoformat()} {digest}')}>",
        "Wirewatch-Canonical-URL": page.canonical_url,
    }
    if page.final_url is not None:
        facts["Wirewatch-Final-URL"] = page.final_url
    if page.origin is not None:
        facts["Wirewatch-Origin"] = page.origin
    if page.first_seen_at is not None:
        facts["Wirewatch-First-Seen"] = page.first_seen_at.astimezone(UTC).strftime(_WARC_DATE)
    payload = io.BytesIO(page.body)
    if not page.status:
        kind = page.content_type or "text/html"
        return writer.create_warc_record(
            page.url, "resource", payload=payload, warc_content_type=kind, warc_headers_dict=facts
        )
    if not all(value.isascii() and value.isprintable() and value == value.strip() for _, value in page.headers):
        facts["Wirewatch-Headers"] = json.dumps(page.headers)
    headers = [(_KEPT_AS + key if key.lower() in _REWRITTEN else key, value) for key, value in page.headers]
    if page.content_type is not None and all(key.lower() != "content-type" for key, _ in page.headers):
        headers.append(("Content-Type", page.content_type))
        facts["Wirewatch-Added-Header"] = "Content-Type"
    headers.append(("Content-Length", str(len(page.body))))
    answer = StatusAndHeaders(f"{page.status} {_reason(page.status)}", headers, protocol="HTTP/1.1")
    return writer.create_warc_record(
        page.url, "response", payload=payload, http_headers=answer, warc_headers_dict=facts
    )


def _reason(status: int) -> str:
    return "OK" if status == 200 else "Status"


def _read_warc(path: Path) -> Iterator[Page | DamagedRecord]:
    """Read record by record; after damage, reading starts again at the next place that looks like a record."""
    if path.stat().st_size == 0:
        yield DamagedRecord(path.name, "the file is empty")
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        position: int | None = 0
        while position is not None:
            last = position
            try:
                for record in _records(data, position):
                    last = position + record.stream_pos
                    result = _page_of_record(record, f"{path.name}, record at byte {last}")
                    if result is not None:
                        yield result
                return
            except (ValueError, OSError, EOFError, RuntimeError) as error:
                words = " ".join(str(error).split())[:300]
                yield DamagedRecord(f"{path.name}, record at byte {last}", f"unreadable record: {words}")
                position = _next_record(data, last + 1)


def _records(data: mmap.mmap, position: int) -> Iterator[Any]:
    data.seek(position)
    wanted = WarcRecordType.response | WarcRecordType.resource
    stream = cast(BinaryIO, data)  # a memory map reads like a file
    yield from ArchiveIterator(stream, record_types=wanted, auto_decode="transfer")


def _next_record(data: mmap.mmap, position: int) -> int | None:
    """The next offset at which a record begins: a gzip member or a plain header; None at the end."""
    while True:
        member, plain = data.find(_GZIP, position), data.find(_PLAIN, position)
        found = [offset for offset in (member, plain) if offset >= 0]
        if not found:
            return None
        start = min(found)
        if start == plain:
            return start
        try:
            if zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[start : start + 512], 5) == b"WARC/":
                return start
        except zlib.error:
            pass  # these bytes only look like a member; the next ones are tried
        position = start + 1


def _page_of_record(record: Any, place: str) -> Page | DamagedRecord | None:
    """The page of a response, or why it gives none; None for what is no web page (a DNS answer, a metadata record)."""
    headers = record.headers
    url = (headers.get("WARC-Target-URI") or "").strip("<> ")
    if not url.lower().startswith(("http://", "https://")):
        return None if url else DamagedRecord(place, "the record names no address")
    fetched = parse_date(headers.get("WARC-Date"))
    if fetched is None:
        return DamagedRecord(place, f"the record has no readable WARC-Date ({headers.get('WARC-Date')!r})", url)
    http = record.http_headers
    pairs = tuple((str(key), str(value)) for key, value in http.astuples()) if http is not None else ()
    if record.record_type == WarcRecordType.response and http is None:
        return DamagedRecord(place, "the record holds no HTTP answer", url)
    is_ours = headers.get("Wirewatch-Canonical-URL") is not None
    status = http.status_code if http is not None else 0 if is_ours else 200
    if status is None:
        return DamagedRecord(place, "the HTTP answer has no status", url)
    raw = record.reader.read(MAX_BODY_BYTES + 1)
    if len(raw) > MAX_BODY_BYTES:
        return DamagedRecord(place, f"the body is larger than {MAX_BODY_BYTES} bytes", url)
    fields = {key.lower(): value for key, value in pairs}
    is_cut = headers.get("WARC-Truncated")
    content_type = fields.get("content-type") or (headers.get("Content-Type") if http is None else None)
    body = _decoded(raw, fields.get("content-encoding"))
    if body is None:
        return DamagedRecord(place, f"the body cannot be unpacked as {fields.get('content-encoding')}", url)
    if status == 200 and (reason := why_not_html(content_type, body[:1024])):
        return DamagedRecord(place, reason, url)
    if is_cut and not body:
        return DamagedRecord(place, f"the archive cut the body off ({is_cut})", url)
    final = headers.get("Wirewatch-Final-URL")
    first_seen = parse_date(headers.get("Wirewatch-First-Seen"))
    text = decode_html(body, pairs).text
    canonical = headers.get("Wirewatch-Canonical-URL") or sane_canonical(text, url) or canonical_url(url) or url
    return Page(
        url=url,
        canonical_url=canonical,
        status=status,
        fetched_at=fetched.value,
        body=body,
        headers=_headers_of(pairs, headers) if is_ours else _still_true(pairs),
        content_type=content_type,
        final_url=final,
        origin=headers.get("Wirewatch-Origin"),
        first_seen_at=first_seen.value if first_seen is not None else None,
    )


def _still_true(pairs: Headers) -> Headers:
    """The headers of the answer that hold for the unpacked body."""
    return tuple((key, value) for key, value in pairs if key.lower() not in _REWRITTEN)


def _headers_of(pairs: Headers, facts: Mapping[str, str]) -> Headers:
    """All headers that the server sent, from a record of our own."""
    if (stated := facts.get("Wirewatch-Headers")) is not None:
        return tuple((str(key), str(value)) for key, value in json.loads(stated))
    added = facts.get("Wirewatch-Added-Header")
    return tuple((key.removeprefix(_KEPT_AS), value) for key, value in _still_true(pairs) if key != added)


def _decoded(raw: bytes, coding: str | None) -> bytes | None:
    """The body without its content coding; many archives store it unpacked and keep the header."""
    if not coding:
        return raw
    try:
        decoder = BodyDecoder(coding, MAX_BODY_BYTES)
        decoder.feed(raw)
    except DecodeError:
        return raw if raw.lstrip()[:1] == b"<" else None
    except TooLarge:
        return None
    return bytes(decoder.body) if decoder.is_complete else None


def _read_html(path: Path) -> Page | DamagedRecord:
    """A saved page: its address is the canonical one that it names, else its place in the file system.

    The time of collection is the file's own.
    """
    body = path.read_bytes()
    if not body.strip():
        return DamagedRecord(str(path), "the file is empty")
    if reason := why_not_html("text/html", body[:1024]):
        return DamagedRecord(str(path), reason)
    text = decode_html(body).text
    url = stated_url(text) or path.absolute().as_uri()
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Page(url, canonical_url(url) or url, 200, moment, body, content_type="text/html", final_url=url)
