"""Feeds as carelessly as they are written: wrong charsets, stray signs, markup in titles, odd links and dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.collect.parse_feed import parse_feed

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def rss(items: str, charset: str = "utf-8") -> str:
    head = f'<?xml version="1.0" encoding="{charset}"?>'
    return f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


def entry(title: str, link: str = "https://a.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (rss(entry("Café")).encode("latin-1"), "Café"),
        (rss(entry("Москва"), "windows-1251").encode("cp1251"), "Москва"),
        (rss(entry("북한 미사일"), "euc-kr").encode("euc-kr"), "북한 미사일"),
        (rss(entry("朝鲜导弹"), "gb2312").encode("gbk"), "朝鲜导弹"),
        (rss(entry("北朝鮮が発射"), "Shift_JIS").encode("cp932"), "北朝鮮が発射"),
        (rss(entry("Ünï"), "utf-16").encode("utf-16"), "Ünï"),
        (b"\xef\xbb\xbf\n\n" + rss(entry("A")).encode(), "A"),
        (rss(entry("<![CDATA[<b>Bold</b> &amp; more]]>")).encode(), "Bold & more"),
        (rss(entry("AT&amp;amp;T rises")).encode(), "AT&T rises"),
        (rss(entry("&eacute;t&eacute;")).encode(), "été"),
        (rss(entry("R&D up")).encode(), "R&D up"),
        (rss(entry("A\x0bB\x1f")).encode(), "AB"),
        (rss(entry("A", more="<foo:bar>x</foo:bar>")).encode(), "A"),
    ],
)
def test_a_title_is_read_as_it_was_meant(body: bytes, title: str) -> None:
    (item,) = parse_feed(body, "https://feed.example/rss", NOW).items
    assert (item.title, item.url) == (title, "https://a.example/1")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/news/1", "https://feed.example/news/1"),
        ("<![CDATA[ https://a.example/1 ]]>", "https://a.example/1"),
        ("https://a.example/1?a=1&b=2", "https://a.example/1?a=1&b=2"),
    ],
)
def test_a_link_is_made_whole(link: str, url: str) -> None:
    (item,) = parse_feed(rss(entry("A", link)).encode(), "https://feed.example/rss", NOW).items
    assert item.url == url


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 9 Mar 2026 10:00:00 KST", "2026-03-09T01:00"),
        ("Mon, 09 Mar 2026 10:00 +0900", "2026-03-09T01:00"),
        ("09/03/2026 10:00", "2026-03-09T10:00"),
        ("March 9, 2026 10:00 am EST", "2026-03-09T15:00"),
        ("9 mars 2026 10:00", "2026-03-09T10:00"),
        ("2026. 3. 9. 오전 10:00", "2026-03-09T10:00"),
        ("2026年03月09日 10:00", "2026-03-09T10:00"),
        ("1773050400", "2026-03-09T10:00"),
        ("Lun, 09 Mar 2026 10:00:00 GMT", "2026-03-09T10:00"),
        ("Mon, 09 Mar 2026 24:00:00 GMT", "2026-03-10T00:00"),
        ("Пн, 09 мар 2026 10:00:00 +0300", "2026-03-09T07:00"),
        ("20260309T100000Z", "2026-03-09T10:00"),
        ("0000-00-00 00:00:00", None),
    ],
)
def test_a_date_is_read_as_it_was_meant(written: str, meant: str | None) -> None:
    body = rss(entry("A", more=f"<pubDate>{written}</pubDate>")).encode()
    (item,) = parse_feed(body, "https://feed.example/rss", NOW).items
    found = item.published_at.strftime("%Y-%m-%dT%H:%M") if item.published_at else None
    assert found == meant


def test_what_stands_before_a_cut_is_kept() -> None:
    whole = rss(entry("A") + entry("B", "https://a.example/2"))
    cut = whole[: whole.index("/2<")].encode()
    assert next(item.title for item in parse_feed(cut, "https://feed.example/rss", NOW).items) == "A"
