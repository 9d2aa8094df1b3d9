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


# Written before the rules were run on them: two further pairs of one article were not found (cid=, an unknown parameter).
FRESH_SAME = [
    (
        "https://www.dailyharbor.com/world/2026/03/04/ferry-sinks-off-coast-n123456",
        "http://dailyharbor.com/world/2026/03/04/ferry-sinks-off-coast-n123456/",
    ),
    (
        "https://www.dailyharbor.com/amp/world/ferry-sinks-123456",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    ("https://amp.dailyharbor.com/world/ferry-sinks-123456", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    ("https://m.dailyharbor.com/world/ferry-sinks-123456", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    ("https://mobile.dailyharbor.com/world/ferry-sinks-123456", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?utm_source=rss&utm_medium=feed",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?fbclid=IwAR3",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?gclid=abc&mc_cid=1",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456#comments",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?outputType=amp",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456/amp/",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456.amp.html",
        "https://www.dailyharbor.com/world/ferry-sinks-123456.html",
    ),
    (
        "https://www.dailyharbor.com:443/world/ferry-sinks-123456",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    ("https://WWW.DailyHarbor.com/world/ferry-sinks-123456", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    ("https://www.dailyharbor.com/world//ferry-sinks-123456", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    (
        "https://www.dailyharbor.com/world/./x/../ferry-sinks-123456",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    ("https://www.dailyharbor.com/world/ferry%2Dsinks-123456", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    ("https://www.dailyharbor.com/article.php?id=77&utm_campaign=x", "https://www.dailyharbor.com/article.php?id=77"),
    ("https://www.dailyharbor.com/article.php?sec=2&id=77", "https://www.dailyharbor.com/article.php?id=77&sec=2"),
    ("https://www.dailyharbor.com/article.php;jsessionid=AB12?id=77", "https://www.dailyharbor.com/article.php?id=77"),
    ("https://www.dailyharbor.com/article.php?PHPSESSID=ab12&id=77", "https://www.dailyharbor.com/article.php?id=77"),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?print=1",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456/print",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?ref=homepage",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?src=rss",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?cmp=share_btn_tw",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www-dailyharbor-com.cdn.ampproject.org/c/s/www.dailyharbor.com/world/ferry-sinks-123456",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.google.com/amp/s/www.dailyharbor.com/world/ferry-sinks-123456",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456/index.html",
        "https://www.dailyharbor.com/world/ferry-sinks-123456/",
    ),
    ("https://news.münchen.example/a-story-of-1", "https://news.xn--mnchen-3ya.example/a-story-of-1"),
    (
        "https://www.dailyharbor.com/world/caf%C3%A9-closed-after-fire",
        "https://www.dailyharbor.com/world/café-closed-after-fire",
    ),
    (
        "https://www.dailyharbor.com/world/caf%c3%a9-closed-after-fire",
        "https://www.dailyharbor.com/world/caf%C3%A9-closed-after-fire",
    ),
    ("https://www.dailyharbor.com/world/ferry-sinks-123456?", "https://www.dailyharbor.com/world/ferry-sinks-123456"),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?_ga=2.1",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?igshid=2&ocid=3",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?at_medium=RSS&at_campaign=KARANGA",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?traffic_source=rss",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/?share=facebook",
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/",
    ),
    (
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/?replytocom=33",
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/",
    ),
    (
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/?amp=1",
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/",
    ),
    (
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/?noamp=mobile",
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/",
    ),
    (
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/?fb_comment_id=9",
        "https://www.dailyharbor.com/2026/03/04/ferry-sinks/",
    ),
    (
        "https://www.dailyharbor.com/world/ferry-sinks-123456?view=print",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
    (
        "  https://www.dailyharbor.com/world/ferry-sinks-123456\n",
        "https://www.dailyharbor.com/world/ferry-sinks-123456",
    ),
]
FRESH_DIFFERENT = [
    ("https://www.dailyharbor.com/article.php?id=77", "https://www.dailyharbor.com/article.php?id=78"),
    ("https://www.dailyharbor.com/?p=1201", "https://www.dailyharbor.com/?p=1202"),
    ("https://www.dailyharbor.com/news?articleId=9", "https://www.dailyharbor.com/news?articleId=10"),
    ("https://www.dailyharbor.com/news/view?no=12", "https://www.dailyharbor.com/news/view?no=13"),
    (
        "https://www.dailyharbor.com/news/articleView.html?idxno=100",
        "https://www.dailyharbor.com/news/articleView.html?idxno=101",
    ),
    ("https://www.dailyharbor.com/2026/03/04/markets", "https://www.dailyharbor.com/2026/03/05/markets"),
    ("https://www.dailyharbor.com/live/war#post-12", "https://www.dailyharbor.com/other/war#post-12"),
    ("https://www.dailyharbor.com/#!/story/12", "https://www.dailyharbor.com/#!/story/13"),
    ("https://www.dailyharbor.com/#/story/12", "https://www.dailyharbor.com/#/story/13"),
    ("https://en.dailyharbor.com/story/12", "https://ko.dailyharbor.com/story/12"),
    ("https://www.dailyharbor.com/en/story/12", "https://www.dailyharbor.com/ko/story/12"),
    ("https://sport.dailyharbor.com/story-one-12", "https://world.dailyharbor.com/story-one-12"),
    ("https://www.dailyharbor.com/story?page=1", "https://www.dailyharbor.com/archive?page=1"),
    ("https://www.dailyharbor.com/Story/AbC12", "https://www.dailyharbor.com/Story/aBc12"),
    ("https://www.dailyharbor.com/world/camp-ampere-opens", "https://www.dailyharbor.com/world/camp-ere-opens"),
    ("https://www.dailyharbor.com/world/print", "https://www.dailyharbor.com/world"),
    ("https://www.dailyharbor.com/ref/12", "https://www.dailyharbor.com/ref/13"),
    ("https://www.dailyharbor.com/a?id=1&utm_id=7", "https://www.dailyharbor.com/a?id=2&utm_id=7"),
    ("https://www.dailyharbor.com/story.do?seq=1&cid=5", "https://www.dailyharbor.com/story.do?seq=1&cid=6"),
    ("https://www.dailyharbor.com/view.php?ref=A", "https://www.dailyharbor.com/view.php?ref=B"),
    ("https://www.dailyharbor.com/show?src=100", "https://www.dailyharbor.com/show?src=101"),
    ("https://www.dailyharbor.com/news/index.html?story=1", "https://www.dailyharbor.com/news/index.html?story=2"),
    ("https://www.dailyharbor.com/?newsid=55", "https://www.dailyharbor.com/?newsid=56"),
    ("https://www.dailyharbor.co.kr/story/12", "https://www.dailyharbor.com/story/12"),
    ("https://www.dailyharbor.com/story/12a", "https://www.dailyharbor.com/story/12b"),
    ("https://www.dailyharbor.com/read/1.html", "https://www.dailyharbor.com/read/2.html"),
    ("https://m.example.com/a", "https://n.example.com/a"),
    (
        "https://www.dailyharbor.com/story/briefing?date=20260304",
        "https://www.dailyharbor.com/story/briefing?date=20260305",
    ),
    (
        "https://www.dailyharbor.com/cgi/read.cgi?board=news&nnum=3",
        "https://www.dailyharbor.com/cgi/read.cgi?board=news&nnum=4",
    ),
    ("https://www.dailyharbor.com/topic?t=7", "https://www.dailyharbor.com/topic?t=8"),
]


@pytest.mark.parametrize(("one", "other"), [*SAME, *FRESH_SAME])
def test_spellings_of_one_address_are_folded(one, other):
    assert canonical_url(one) == canonical_url(other) is not None


@pytest.mark.parametrize(("one", "other"), [*DIFFERENT, *FRESH_DIFFERENT])
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
