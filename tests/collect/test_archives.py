"""WARC files, folders of HTML and subscription lists."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.collect.opml import read_opml, write_opml
from pipeline.collect.warc import DamagedRecord, covered_days, read_archive, write_warc
from pipeline.errors import Permanent
from pipeline.records import Feed, Page

BODY = b"<!doctype html><html><head><title>Ferry</title></head><body><p>The ferry was late.</p></body></html>"


def page(n: int, body: bytes = BODY) -> Page:
    return Page(
        url=f"https://paper.example/2026/03/report-{n}-late?x={n}",
        canonical_url=f"https://paper.example/2026/03/report-{n}-late",
        status=200,
        fetched_at=datetime(2026, 3, n, 10, 30, 0, 123456, tzinfo=UTC),
        body=body,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"x"')),
        content_type="text/html; charset=utf-8",
        final_url=f"https://paper.example/final/{n}",
    )


def archive(folder: Path, *pages: Page) -> Path:
    buffer = io.BytesIO()
    assert write_warc(pages, buffer) == len(pages)
    path = folder / "pages.warc.gz"
    path.write_bytes(buffer.getvalue())
    return path


def record(url: str, http: bytes, length: int | None = None, version: str = "1.0") -> bytes:
    head = (
        f"WARC/{version}\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{len(url) % 10}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def http(body: bytes, *fields: str, status: int = 200) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", *fields, "", ""]).encode() + body


def test_pages_come_back_equal_and_the_same_pages_give_the_same_bytes(tmp_path):
    pages = [page(1), page(2, b"<html>\xff\xfe\x00</html>"), page(3)]
    path = archive(tmp_path, *pages)
    assert list(read_archive(path)) == pages
    assert archive(tmp_path, *pages).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_plain_archive_is_read_in_both_versions(tmp_path, version, packed):
    data = record("https://paper.example/a", http(BODY, "Content-Type: text/html"), version=version)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(gzip.compress(data) if packed else data)
    (found,) = read_archive(path)
    assert (found.body, found.canonical_url) == (BODY, "https://paper.example/a")


def test_chunked_and_packed_bodies_are_unpacked(tmp_path):
    body = gzip.compress(BODY)
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    fields = ("Content-Type: text/html", "Content-Encoding: gzip", "Transfer-Encoding: chunked")
    (tmp_path / "a.warc").write_bytes(record("https://paper.example/a", http(chunked, *fields)))
    (found,) = read_archive(tmp_path / "a.warc")
    assert found.body == BODY


def test_a_damaged_member_is_named_and_the_rest_goes_on(tmp_path):
    members = [
        gzip.compress(record(f"https://paper.example/{n}", http(BODY, "Content-Type: text/html"))) for n in range(4)
    ]
    broken = bytearray(members[1])
    broken[30:60] = bytes(30)
    (tmp_path / "a.warc.gz").write_bytes(members[0] + bytes(broken) + members[2] + members[3])
    found = list(read_archive(tmp_path / "a.warc.gz"))
    pages = [item.url for item in found if isinstance(item, Page)]
    assert pages == [f"https://paper.example/{n}" for n in (0, 2, 3)]
    damaged = [item for item in found if isinstance(item, DamagedRecord)]
    assert damaged
    assert "byte" in damaged[0].place


def test_other_types_are_named_with_their_reason(tmp_path):
    (tmp_path / "a.warc").write_bytes(
        record("https://paper.example/a.pdf", http(b"%PDF-1", "Content-Type: application/pdf"))
    )
    (found,) = read_archive(tmp_path / "a.warc")
    assert "PDF" in found.reason
    assert found.url == "https://paper.example/a.pdf"


def test_a_folder_of_html_takes_the_addresses_that_the_pages_name(tmp_path):
    head = b'<html><head><link rel="canonical" href="https://paper.example/story-one-two"></head><p>x</p></html>'
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one.html").write_bytes(head)
    (tmp_path / "two.htm").write_bytes(BODY)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"not read")
    found = list(read_archive(tmp_path))
    pages = [item for item in found if isinstance(item, Page)]
    assert [p.url for p in pages] == ["https://paper.example/story-one-two", (tmp_path / "two.htm").as_uri()]
    assert len(found) == 3


def test_what_is_no_archive_is_refused_with_the_mend(tmp_path):
    with pytest.raises(Permanent, match="WARC file"):
        list(read_archive(tmp_path / "none.warc"))


def test_the_covered_days_are_those_of_the_pages():
    assert covered_days([page(3), page(1)]) == (date(2026, 3, 1), date(2026, 3, 3))
    assert covered_days([]) is None


def test_opml_is_written_so_that_it_reads_back():
    feeds = [
        Feed("https://b.example/rss?a=1&b=2", "b.example", "B & Co", country="KOR"),
        Feed("https://a.example/", "a.example", "A"),
    ]
    found = read_opml(write_opml(feeds, "Feeds"))
    assert {s.url for s in found.subscriptions} == {feed.url for feed in feeds}
    assert {s.title for s in found.subscriptions} == {"B & Co", "A"}


def test_damaged_opml_keeps_what_can_be_read_and_warns_of_the_rest():
    good = b'<outline xmlUrl="https://a.example/rss" text="A &nbsp; b"/>'
    text = b"<opml><body>" + good + b'<outline xmlUrl="file:///etc/passwd" type="rss" text="x"/>'
    found = read_opml(text)
    assert [s.url for s in found.subscriptions] == ["https://a.example/rss"]
    assert any("http" in warning for warning in found.warnings)
