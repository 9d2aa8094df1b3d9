"""Marks, charts, tables and archived pages: pure functions on small inputs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.country_names import country_name
from pipeline.track.corrections import EVENT_FIELDS, FIELDS
from pipeline.warehouse.sqlfiles import sql_path
from pipeline.web.archive import safe_page
from pipeline.web.charts import dyad_chart, topic_chart
from pipeline.web.corrections import EVENT_TITLES, TITLES
from pipeline.web.marks import Span, marked, marked_paragraphs
from pipeline.web.values import as_csv, quantity
from tests.web.conftest import HOSTILE

spans = st.lists(st.builds(Span, st.integers(0, 40), st.integers(0, 40), st.sampled_from(["claim", "event"])))


@given(st.text(max_size=40), spans, st.integers(0, 10))
def test_marks_change_no_character_of_a_text(text: str, given_spans: list[Span], offset: int) -> None:
    html = str(marked(text, given_spans, offset))
    assert unescape(re.sub(r"</?mark[^>]*>", "", html)) == unescape(str(marked(text, []))) == text


def test_overlapping_marks_are_cut_where_they_meet() -> None:
    html = marked("abcd", [Span(0, 3, "claim", "a claim", "c1"), Span(2, 4, "event")])
    assert html == (
        '<mark class="claim" id="c1" title="a claim">ab</mark>'
        '<mark class="claim event" title="a claim">c</mark><mark class="event">d</mark>'
    )


def test_marks_find_their_paragraph() -> None:
    assert marked_paragraphs("one\n\ntwo <b>", [Span(5, 8, "event")]) == [
        "one",
        '<mark class="event">two</mark> &lt;b&gt;',
    ]


def day(number: int, **given: object) -> dict[str, object]:
    return {
        "day_date": date(2026, 3, 1) + timedelta(days=number), "article_count": 2, "total_count": 10, "share": 0.2,
        "is_gap": False, "gap_reason": None, "is_alert": False, "expected_count": 1.0, "deviation": 1.0, **given,
    }  # fmt: skip


def test_a_gap_is_shaded_and_has_neither_bar_nor_line() -> None:
    gap = {"article_count": None, "total_count": None, "share": None, "is_gap": True, "gap_reason": "no <poll>",
           "expected_count": None, "deviation": None}  # fmt: skip
    chart = topic_chart([day(0), day(1, **gap), day(2, is_alert=True), day(3)], 400, lambda moment: f"/d/{moment}", "c")
    assert chart.count('class="bar') == 3
    assert chart.count('class="gap" ') == 1
    assert chart.count('class="flag"') == 1
    assert chart.count('class="band"') == 2  # one piece before the gap, one behind it
    assert "not collected (no &lt;poll&gt;)" in chart
    assert 'href="/d/2026-03-02"' in chart


def test_weeks_without_events_stand_empty_in_a_dyads_chart() -> None:
    counts = {"verbal_cooperation_count": 1, "material_cooperation_count": 0, "verbal_conflict_count": 2,
              "material_conflict_count": 0}  # fmt: skip
    weeks = [{"week_date": date(2026, 3, 2), **counts}, {"week_date": date(2026, 3, 16), **counts}]
    chart = dyad_chart(weeks, 1000)
    assert chart.count('class="quad0"') == chart.count('class="quad2"') == 2
    assert "9 Mar" in chart


def test_a_table_for_download_runs_no_formula_and_keeps_numbers() -> None:
    rows = [{"title": '=HYPERLINK("x")', "n": -3, "share": 0.5, "codes": ["PRK", "RUS"], "none": None, "yes": True}]
    read = list(csv.reader(io.StringIO(as_csv(rows, list(rows[0])))))
    assert read[1] == ['\'=HYPERLINK("x")', "-3", "0.5", "PRK; RUS", "", "true"]


def test_words_for_countries_and_quantities() -> None:
    assert (country_name("PRK"), country_name(None), country_name("XXX")) == ("North Korea", "unknown", "XXX")
    assert quantity(24, None, "shells") == "24 or more shells"
    assert quantity(12, 2000, None) == "12–2,000"
    assert quantity(None, None, "shells") == "–"


def test_a_hostile_page_keeps_its_words_and_loses_what_runs_or_loads() -> None:
    html = safe_page(HOSTILE, "text/html")
    assert "other.example" not in html.replace('title="http://other.example/l"', "")
    assert not re.search(r"<(script|iframe|link|meta http|base|form [^>]*action)|\son\w+=", html)
    assert "Pyongyang sent 40" in html and "further" in html and 'alt="a ship"' in html


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        ("<p>Пхеньян".encode("cp1251"), "text/html; charset=windows-1251", "Пхеньян"),
        ('<meta charset="euc-kr"><p>북한'.encode("euc-kr"), "text/html", "북한"),
        ("<p>naïve".encode("latin-1"), None, "naïve"),
        ('<?xml version="1.0" encoding="utf-8"?><p>é'.encode(), "text/html; charset=nonsense", "é"),
        (b"", "text/html", "empty"),
        (b"<!-- only a remark -->", None, ""),
        (b"\x00\xff\xfe<p>odd</p>", None, "odd"),
    ],
)
def test_pages_of_any_charset_are_shown(body: bytes, content_type: str | None, words: str) -> None:
    assert words in safe_page(body, content_type)


def test_the_last_place_of_a_sentence_is_marked_across_elements() -> None:
    body = b"<body><h2>It fell. Twice.</h2><div>Then: it<!-- x --> <i>did</i>.<p>It <b>fell</b>.\n Twice.</p> tail</div></body>"
    html = safe_page(body, None, "It fell. Twice.")
    marks = re.findall(r"<mark[^>]*>([^<]*)</mark>", html)
    assert "".join("".join(marks).split()) == "Itfell.Twice."
    assert "<h2>It fell. Twice.</h2>" in html
    assert html.count('id="sentence"') == 1
    assert re.sub(r"\s+", " ", re.sub("<[^>]+>", "", html)).strip().endswith("Then: it did.It fell. Twice. tail")


def test_every_field_that_may_be_corrected_has_a_title() -> None:
    assert set(TITLES) == set(FIELDS)
    assert set(EVENT_TITLES) == set(EVENT_FIELDS)


def test_every_query_of_the_pages_says_what_it_answers_and_is_used() -> None:
    code = "".join(path.read_text() for path in (sql_path().parent / "pipeline" / "web").glob("*.py"))
    for path in sql_path("web").glob("*.sql"):
        header = [line for line in path.read_text().splitlines() if line.startswith("-- ")]
        assert [line.partition(":")[0] for line in header[-2:]] == ["-- Grain", "-- Parameters"], path
        assert f'"{path.stem}"' in code, path
