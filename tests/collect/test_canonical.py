"""Canonical addresses: what is folded, what is kept apart, and that folding is idempotent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.collect.canonical import canonical_url, names_article
from pipeline.collect.jsonl import answer_canonical
from pipeline.collect.pages import sane_canonical

SAME = [
    ("http://WWW.Paper.example:80/A/", "https://paper.example/A"),
    ("https://m.paper.example/a", "https://paper.example/a"),
    ("https://de.m.paper.example/a", "https://de.paper.example/a"),
    ("https://paper.example/2026/03/ferry/amp/", "https://paper.example/2026/03/ferry"),
    ("https://paper.example/ferry-late.amp.html", "https://paper.example/ferry-late.html"),
    ("https://paper-example.cdn.ampproject.org/c/s/paper.example/a", "https://paper.example/a"),
    ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fpaper.example%2Fa", "https://paper.example/a"),
    ("https://paper.example/a;jsessionid=1F?b=2", "https://paper.example/a?b=2"),
    ("https://paper.example/a/./b/../c//d", "https://paper.example/a/c/d"),
    ("https://paper.example/a?y=2&x=1&UTM_Source=z", "https://paper.example/a?x=1&y=2"),
    ("https://paper.example/a?from=telegram", "https://paper.example/a"),
    ("https://paper.example/ferry-late-again?ref=front_left", "https://paper.example/ferry-late-again"),
    (
        "https://paper.example/ferry-late-again-after-the-storm?category=9",
        "https://paper.example/ferry-late-again-after-the-storm",
    ),
    ("https://paper.example/view/AB2026030900012?region=north", "https://paper.example/view/AB2026030900012"),
    (
        "https://paper.example/2026/03/09/ferry-late-again?section=coast",
        "https://paper.example/2026/03/09/ferry-late-again",
    ),
    ("https://paper.example/ferry?page=all&id=4", "https://paper.example/ferry?id=4"),
    ("https://paper.example/ferry?id=4&singlepage=true", "https://paper.example/ferry?id=4"),
    ("https://paper.example/ferry?id=4&desk_campaign=9&article_source=rss", "https://paper.example/ferry?id=4"),
    (
        "https://paper.example/ferry?id=4&ref=twitter.com&from=https://www.facebook.com/",
        "https://paper.example/ferry?id=4",
    ),
    ("https://paper.example/ferry#?ref=rss", "https://paper.example/ferry"),
    ("https://out.example/redirect?url=https%3A%2F%2Fpaper.example%2Fferry&token=1", "https://paper.example/ferry"),
    ("https:\\\\paper.example\\ferry", "https://paper.example/ferry"),
    ("https://paper.example/ferry ;", "https://paper.example/ferry"),
    ("https://paper.example/%ed%95%9c#top", "https://paper.example/한"),
    ("feed://paper.example/rss", "https://paper.example/rss"),
    ("https://bücher.example/", "https://xn--bcher-kva.example"),
]
DIFFERENT = [
    ("https://paper.example/list?ref=12", "https://paper.example/list?ref=13"),
    ("https://paper.example/view.php?category=9", "https://paper.example/view.php?category=8"),
    ("https://paper.example/tag/amp", "https://paper.example/tag"),
    ("https://paper.example/a%2Fb", "https://paper.example/a/b"),
    ("https://paper.example/#/a", "https://paper.example/#/b"),
    ("https://paper.example:8443/a", "https://paper.example/a"),
    ("https://www2.paper.example/a", "https://paper.example/a"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://paper.example/a?from=20260101", "https://paper.example/a?from=20260102"),
    ("https://paper.example/a?pagewanted=2", "https://paper.example/a"),
    ("https://en.paper.example/a", "https://fr.paper.example/a"),
    ("https://paper.example/weather-of-today?region=north", "https://paper.example/weather-of-today?region=south"),
    ("https://paper.example/2026/03/09/brief?section=coast", "https://paper.example/2026/03/09/brief?section=city"),
    ("https://paper.example/news/20260309?section=coast", "https://paper.example/news/20260309?section=city"),
    ("https://paper.example/day/2026-03-09?category=1", "https://paper.example/day/2026-03-09?category=2"),
    ("https://paper.example/read-full-story?ref=77", "https://paper.example/read-full-story?ref=78"),
    ("https://paper.example/session?session_id=12", "https://paper.example/session?session_id=13"),
    ("https://paper.example/list?cmp=5", "https://paper.example/list?cmp=6"),
    ("https://paper.example/news?data_source=navy", "https://paper.example/news?data_source=army"),
    ("https://paper.example/share?url=https://a.example/1", "https://a.example/1"),
    (
        "https://paper.example/redirect?url=https://a.example/1",
        "https://paper.example/redirect?url=https://a.example/2",
    ),
    ("https://paper.example/top-1000-firms?region=north", "https://paper.example/top-1000-firms?region=south"),
    ("https://paper.example/list?page=1", "https://paper.example/list"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_are_folded(one, other):
    assert canonical_url(one) == canonical_url(other) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_articles_stay_apart(one, other):
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url", ["", "paper", "ftp://paper.example/", "http://", "https://[bad/", "javascript:x", "https://a b/"]
)
def test_what_is_no_web_address_has_no_canonical_form(url):
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    ("path", "is_name"),
    [
        ("/2026/03/ferry", True),
        ("/ferry-late-again", True),
        ("/a/48213", True),
        ("/news", False),
        ("/", False),
        ("/2026", False),
        ("/20260309", False),
        ("/day/2026-03-09", False),
        ("/day/2026-03-09/ferry", True),
        ("/x.php", False),
    ],
)
def test_a_slug_or_a_number_names_an_article(path, is_name):
    assert names_article(path) is is_name


@given(st.text(max_size=80), st.text(alphabet="abc=&?#/%2F.~;é ", max_size=40))
def test_the_canonical_form_is_its_own_canonical_form_and_nothing_raises(host_like, rest):
    canonical_url(host_like)
    once = canonical_url(f"https://paper.example/{rest}")
    if once is not None:
        assert canonical_url(once) == once


def test_the_command_answers_each_record_in_order():
    answers = list(answer_canonical([{"url": "http://a.example/?utm_id=1"}, {"url": 3}, {}]))
    assert [answer["canonical"] for answer in answers] == ["https://a.example/", None, None]
    assert [bool(answer["error"]) for answer in answers] == [False, True, True]


@pytest.mark.parametrize(
    ("own", "stated", "is_believed"),
    [
        ("https://m.paper.co.uk/2026/03/ferry", "https://www.paper.co.uk/2026/03/ferry", True),
        ("https://paper.co.uk/2026/03/ferry", "https://other.co.uk/2026/03/ferry", False),
        ("https://en.paper.example/2026/03/ferry", "https://ko.paper.example/2026/03/ferry", False),
        ("https://coast.paper.example/2026/03/ferry", "https://paper.example/2026/03/ferry", True),
        ("https://192.0.2.1/2026/03/ferry", "https://198.51.2.1/2026/03/ferry", False),
    ],
)
def test_rel_canonical_is_believed_within_one_registered_name_and_language(own, stated, is_believed):
    found = sane_canonical(f'<link rel="canonical" href="{stated}">', own)
    assert (found is not None) is is_believed
