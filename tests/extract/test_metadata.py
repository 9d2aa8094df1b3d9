"""Titles, dates and charsets, from pages of one line."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.article import extract_article
from pipeline.extract.charset import decode
from pipeline.extract.dates import Dates, find_dates, parse_machine_date, parse_written, url_date
from pipeline.extract.dom import parse
from pipeline.extract.structured import read_structured
from pipeline.extract.text import clean_characters, fold
from pipeline.extract.titles import find_title
from tests.extract.pages import BODY, NOW, URL, page


def title_of(head: str, body: str = "") -> str | None:
    root = parse(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    return find_title(root, read_structured(root), URL)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Boats return | Harbour Gazette</title>", ""),
        ("<title>Boats return - Harbour Gazette</title>", "<h1>Harbour Gazette</h1>"),
        ('<title>x</title><meta property="og:title" content="Boats return">', "<h1>Boats return</h1>"),
        (
            '<title>Boats return – Sea – Harbour Gazette</title><meta property="og:title" content="Boats return">',
            "<h1><span>Sea</span>Boats return</h1>",
        ),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats return"}</script>', ""),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats return",}</script>', ""),
    ],
)  # fmt: skip
def test_the_title_stands_without_the_name_of_the_site(head: str, body: str) -> None:
    site = '<meta property="og:site_name" content="Harbour Gazette">'
    assert title_of(site + head, body) == "Boats return"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("18 May 2031, 14:30 KST", "2031-05-18T05:30:00+00:00"),
        ("May 18th, 2031 2:30 pm EDT", "2031-05-18T18:30:00+00:00"),
        ("Sonntag, 18. Mai 2031", "2031-05-18T00:00:00+00:00"),
        ("18 de mayo de 2031", "2031-05-18T00:00:00+00:00"),
        ("2031年5月18日 10:00", "2031-05-18T10:00:00+00:00"),
        ("2031년 5월 18일", "2031-05-18T00:00:00+00:00"),
        ("18 мая 2031", "2031-05-18T00:00:00+00:00"),
        ("18.05.2031", "2031-05-18T00:00:00+00:00"),
    ],
)
def test_dates_written_for_people_are_read(written: str, moment: str) -> None:
    stated = parse_written(written)
    assert stated is not None and stated.value.isoformat() == moment


def test_a_date_that_may_mean_two_days_is_no_witness() -> None:
    assert parse_written("05/04/2031") is None


def test_the_day_of_an_address_is_read() -> None:
    stated = url_date("https://a.example/2031/05/18/boats")
    assert stated is not None and stated.value == datetime(2031, 5, 18, tzinfo=UTC)


def dates_of(head: str, feed: datetime | None = None) -> tuple[datetime | None, str | None]:
    root = parse(f"<html><head>{head}</head><body><p>x</p></body></html>")
    found = find_dates(root, read_structured(root), "https://a.example/x", feed_published_at=feed, fetched_at=NOW)
    return found.published_at, found.published_basis


def test_a_date_after_the_fetch_is_refused() -> None:
    assert dates_of('<meta property="article:published_time" content="2031-06-30T08:00:00Z">') == (None, None)


def test_the_date_of_the_feed_is_a_witness_and_not_a_judge() -> None:
    feed = datetime(2031, 5, 19, 6, 0, tzinfo=UTC)
    page = datetime(2031, 5, 12, 6, 0, tzinfo=UTC)
    both = '<meta property="article:published_time" content="2031-05-12T06:00:00Z">'
    ld = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2031-05-12T06:00:00Z"}</script>'
    assert dates_of(both + ld, feed) == (page, "json-ld")
    assert dates_of("", feed) == (feed, "feed")


BARE_URL = "https://harbour-gazette.example/world/ferry-talks"  # says nothing of a day


def body_dates(body: str, head: str = "", lines: tuple[str, ...] = ()) -> Dates:
    root = parse(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    return find_dates(root, read_structured(root), BARE_URL, text_lines=lines, fetched_at=NOW)


@pytest.mark.parametrize(
    "words", ["Last updated: 17 May 2031", "Aktualisiert: 17. Mai 2031", "Mis à jour le 17 mai 2031"]
)
def test_a_time_element_that_speaks_of_a_change_is_no_date_of_publication(words: str) -> None:
    stated = '<meta property="article:published_time" content="2031-05-02T08:00:00Z">'
    found = body_dates(f'<time class="byline__pubdate" datetime="2031-05-17">{words}</time>', stated)
    assert found.published_at == datetime(2031, 5, 2, 8, tzinfo=UTC)
    assert found.updated_at == datetime(2031, 5, 17, tzinfo=UTC) and found.updated_basis == "time"


def test_a_line_on_the_first_publication_beats_other_lines() -> None:
    lines = (
        "4 May 2031",
        "Updated 9 May 2031",
        "This report was originally published on 2 May 2031 and has been revised.",
    )
    found = body_dates("", lines=lines)
    assert found.published_at == datetime(2031, 5, 2, tzinfo=UTC) and found.published_basis == "text"
    assert found.updated_at == datetime(2031, 5, 9, tzinfo=UTC) and found.updated_basis == "text"


def test_a_page_that_tells_only_of_its_change_is_dated_by_it() -> None:
    found = body_dates("", lines=("Updated on 9 May 2031",))
    assert found.published_at == datetime(2031, 5, 9, tzinfo=UTC) and found.updated_at is None


@pytest.mark.parametrize(
    ("byline", "zone"),
    [
        ("May 18, 2031 - 7:45AM", 9 * 60),  # the same moment on the clock of the readers
        ("May 18, 2031 - 8:03AM", None),  # another moment
        ("May 18, 2031", None),
    ],
)
def test_a_clock_in_the_byline_tells_the_zone_of_a_moment_in_utc(byline: str, zone: int | None) -> None:
    stated = '<meta property="article:published_time" content="2031-05-17T22:45:12Z">'
    found = body_dates("", stated, (byline,))
    assert found.published_at == datetime(2031, 5, 17, 22, 45, 12, tzinfo=UTC)
    assert found.published_zone_minutes == (zone if zone is not None else 0)


@pytest.mark.parametrize(
    "clock",
    [
        '<time datetime="2031-05-18T07:45:12">today</time>',
        '<time datetime="18 May 2031">18 May 2031</time><time>07:45</time>',
        "<time>Sun 18 May 2031 07.45 JST</time>",
    ],
)
def test_a_clock_in_a_time_element_tells_the_zone_of_a_moment_in_utc(clock: str) -> None:
    stated = '<meta property="article:published_time" content="2031-05-17T22:45:12Z">'
    found = body_dates(clock, stated)
    assert found.published_at == datetime(2031, 5, 17, 22, 45, 12, tzinfo=UTC)
    assert found.published_zone_minutes == 9 * 60


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Copyright © 2019 The Harbour Gazette", None),
        ("© 2015-2019 The Harbour Gazette. All rights reserved.", None),
        ("<small>1. Januar 2019</small> Copyright © 2019", datetime(2019, 1, 1, tzinfo=UTC)),
        ("<small>2019/01/01</small> Copyright © 2019", datetime(2019, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_year_of_a_copyright_is_no_date(line: str, day: datetime | None) -> None:
    html = f"<html><body><h1>Ferry talks resume</h1>{BODY}<footer><p>{line}</p></footer></body></html>"
    assert extract_article(page(html, url=BARE_URL), now=NOW).published_at == day


def test_the_date_of_another_article_before_the_heading_does_not_count() -> None:
    card = '<div class="card"><p>Lighthouse for sale</p><p>May 19, 2031</p></div>'
    html = f"<html><body>{card}<h1>Ferry talks resume</h1><p>May 3, 2031</p>{BODY}</body></html>"
    article = extract_article(page(html, url=BARE_URL), now=NOW)
    assert article.published_at == datetime(2031, 5, 3, tzinfo=UTC)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    parse_machine_date(text)
    parse_written(text)


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001 - the zone is added below
def test_a_machine_date_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    stated = parse_machine_date(moment.isoformat())
    assert stated is not None and stated.value == moment


def test_a_title_of_many_parts_is_read_in_bounded_time() -> None:
    html = f"<html><head><title>{'ferry talks | ' * 60_000}</title></head><body><h2>Ferry talks resume</h2>{BODY}</body></html>"
    began = time.process_time()
    extract_article(page(html), now=NOW)
    assert time.process_time() - began < 8  # minutes, where each part is read again for the one after it


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr", "shift_jis", "gb18030", "windows-1251", "iso-8859-1"])
def test_a_declared_charset_is_read(charset: str) -> None:
    words = {
        "euc-kr": "여객선 회담",
        "shift_jis": "フェリー会談",
        "gb18030": "渡轮会谈",
        "windows-1251": "паром",
        "iso-8859-1": "Fähre",
    }.get(charset, "Fähre 渡")
    body = f"<html><head><meta charset={charset}></head><body>{words * 20}</body></html>".encode(charset)
    assert words in decode(body)


def test_bytes_that_prove_to_be_utf_8_beat_a_wrong_declaration() -> None:
    assert "Fähre" in decode(
        "<meta charset=iso-8859-1><p>Fähre, Fähren, Fährmann".encode(), "text/html; charset=iso-8859-1"
    )


@given(st.binary(max_size=200))
def test_decoding_never_raises(body: bytes) -> None:
    decode(body)


def test_joiners_stay_where_they_shape_letters_only() -> None:
    assert clean_characters("می\u200cخواهم fer\u200cry") == "می\u200cخواهم ferry"


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
