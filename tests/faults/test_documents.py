"""Charsets, broken XML and formats."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.collect.charset import decode_html
from pipeline.collect.outcomes import Outcome
from tests.faults.documents import NOW, entry, page, rss
from tests.faults.server import answer

pytestmark = pytest.mark.asyncio(loop_scope="session")

SITEMAP = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def title_of(result) -> str:
    return result.items[0].item.title


async def test_charset_header_vs_prolog_reads_what_the_bytes_are(server, poll):
    body = rss(entry(1, title="Fähre über Köln"), prolog='<?xml version="1.0" encoding="utf-8"?>')
    server.on("/feed", answer(200, body, content_type="text/xml; charset=iso-8859-1"))
    assert title_of(await poll(server)) == "Fähre über Köln"


async def test_charset_none_cp1252(server, poll):
    body = rss(entry(1, title="The minister’s “café”"), prolog="").decode().encode("cp1252")
    server.on("/feed", answer(200, body, content_type="text/xml"))
    assert title_of(await poll(server)) == "The minister’s “café”"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
async def test_charset_utf16(server, poll, codec):
    body = rss(entry(1, title="항구 보고"), prolog='<?xml version="1.0" encoding="utf-16"?>').decode().encode(codec)
    server.on("/feed", answer(200, body, content_type="text/xml"))
    assert title_of(await poll(server)) == "항구 보고"


async def test_page_charset_meta_late(server, fetch):
    text = (
        page()
        .decode()
        .replace("<title>", "<!--" + "x" * 6000 + '--><meta charset="windows-1251"><title>Паром опоздал. ')
    )
    server.on("/story", answer(200, text.encode("cp1251"), content_type="text/html"))
    result = await fetch(server)
    assert "Паром опоздал" in decode_html(result.page.body, result.page.headers).text


async def test_xml_bad_entity_is_mended_with_a_warning(server, poll):
    server.on(
        "/feed", answer(200, rss(entry(1, title="A&nbsp;b &hellip; c"), entry(2, title="Salt & Pepper"), entry(3)))
    )
    result = await poll(server)
    assert [polled.item.title for polled in result.items[:2]] == ["A b … c", "Salt & Pepper"]
    assert len(result.items) == 3
    assert result.warnings


@pytest.mark.parametrize(
    "junk", ["\n\n  ", "<br />\n<b>Warning</b>: foo() in /var/www/x.php on line 3<br />\n", "\ufeff\n"]
)
async def test_xml_leading_junk_is_skipped(server, poll, junk):
    server.on("/feed", answer(200, junk.encode() + rss(entry(1))))
    assert len((await poll(server)).items) == 1


async def test_xml_unclosed_tail_keeps_complete_items_and_stores_no_validator(server, poll):
    body = rss(*(entry(n) for n in range(1, 9)))
    cut = body.index(b"<item>", body.index(b"Harbour report 6")) + 60
    server.on("/feed", answer(200, body[:cut], {"ETag": '"x"'}))
    result = await poll(server)
    assert [polled.item.guid for polled in result.items] == [f"urn:item:{n}" for n in range(1, 7)]
    assert result.is_partial
    assert result.state.etag is None
    again = await poll(server, result.state, NOW + timedelta(hours=1))
    assert again.new_count == 0


async def test_xml_control_chars_are_stripped(server, poll):
    server.on("/feed", answer(200, rss(entry(1, title="A\x0bB\x00C&#11;D&#x1f;E"))))
    assert title_of(await poll(server)) == "ABCDE"


async def test_json_feed(server, poll):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Paper",
        "items": [
            {
                "id": "1",
                "url": "/a/1",
                "title": "One",
                "content_html": "<p>Body &amp; soul</p>",
                "date_published": "2026-03-09T10:00:00Z",
            },
            {"id": 2, "content_text": "no title, no link"},
        ],
    }
    server.on("/feed", answer(200, json.dumps(feed).encode(), content_type="application/feed+json"))
    result = await poll(server)
    assert result.feed_format == "json11"
    assert [polled.item.guid for polled in result.items] == ["1", "2"]
    assert result.items[0].item.url == server.url("/a/1")
    assert result.items[0].item.summary == "Body & soul"


async def test_rdf_rss1_gives_all_items(server, poll):
    items = "".join(
        f'<item rdf:about="https://paper.example/{n}"><title>Report {n}</title><link>https://paper.example/{n}</link>'
        f"<dc:date>2026-03-09T10:00:00+09:00</dc:date></item>"
        for n in range(60)
    )
    text = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/">'
        f'<channel rdf:about="x"><title>The Paper</title></channel>{items}</rdf:RDF>'
    )
    server.on("/feed", answer(200, text.encode()))
    result = await poll(server)
    assert len(result.items) == 60
    assert result.items[0].item.published_at.hour == 1


def news(n: int) -> str:
    return (
        f"<url><loc>/news/{n}</loc><news:news><news:publication><news:name>The Paper</news:name>"
        "<news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-03-09T10:00:00Z</news:publication_date>"
        f"<news:title>Report {n}</news:title></news:news></url>"
    )


async def test_news_sitemap_with_news_tags_gives_items(server, poll):
    server.on("/feed", answer(200, f"<urlset {SITEMAP}>{news(1)}{news(2)}</urlset>".encode(), content_type="text/xml"))
    result = await poll(server)
    assert [polled.item.title for polled in result.items] == ["Report 1", "Report 2"]
    assert result.language == "en"


async def test_news_sitemap_without_news_tags_is_refused_with_the_reason(server, poll):
    text = f"<urlset {SITEMAP}><url><loc>https://paper.example/1</loc></url></urlset>"
    server.on("/feed", answer(200, text.encode(), content_type="text/xml"))
    result = await poll(server)
    assert result.outcome is Outcome.NOT_A_NEWS_SITEMAP
    assert "news tags" in result.reason


async def test_news_sitemap_index_asks_recent_children_only_gzip_files_included(server, poll):
    child = gzip.compress(f"<urlset {SITEMAP}>{news(1)}</urlset>".encode())
    dates = {"/new.xml.gz": NOW - timedelta(hours=1), "/old.xml.gz": NOW - timedelta(days=40)}
    entries = "".join(f"<sitemap><loc>{p}</loc><lastmod>{d.isoformat()}</lastmod></sitemap>" for p, d in dates.items())
    server.on(
        "/feed", answer(200, f"<sitemapindex {SITEMAP}>{entries}</sitemapindex>".encode(), content_type="text/xml")
    )
    for path in dates:
        server.on(path, answer(200, child, content_type="application/gzip"))
    result = await poll(server)
    assert len(result.items) == 1
    assert server.paths() == ["/feed", "/new.xml.gz"]


async def test_relative_links_are_absolute_against_the_final_address_and_xml_base(server, poll):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/deep/"><title>T</title><entry><id>1</id>'
        '<title>One</title><link href="a/1"/></entry></feed>'
    )
    server.on("/atom", answer(200, atom.encode()))
    server.on("/feed", answer(301, b"", {"Location": "/section/rss"}))
    server.on("/section/rss", answer(200, rss(entry(1, link="/a/1"), entry(2, link="a/2"))))
    assert (await poll(server, "/atom")).items[0].item.url == "https://paper.example/deep/a/1"
    urls = [polled.item.url for polled in (await poll(server)).items]
    assert urls == [server.url("/a/1"), server.url("/section/a/2")]


def test_the_faults_name_every_case():
    listed = (Path(__file__).parent / "cases.txt").read_text().split()
    tests = "\n".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    missing = [case for case in listed if f"test_{case}" not in tests]
    assert len(listed) == 86
    assert missing == []
