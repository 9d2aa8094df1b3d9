"""The newsroom as a function of anchor day and moment: feeds, pages, dates, outages, and what may be expected of it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import feedparser
import pytest
from lxml import html

from pipeline.sample.expectations import Expectations, expectations
from pipeline.sample.newsroom import DAYS, FEED_ITEMS, Newsroom
from pipeline.sample.wording import fill

ANCHOR = date(2026, 11, 23)  # a Monday
CODECS = {"euc-kr": "cp949"}


@lru_cache(maxsize=8)
def newsroom(anchor: date = ANCHOR) -> Newsroom:
    return Newsroom(anchor)


@lru_cache(maxsize=8)
def facts(anchor: date = ANCHOR) -> Expectations:
    return expectations(newsroom(anchor))


def evening(back: int, anchor: date = ANCHOR) -> datetime:
    return newsroom(anchor).poll_time(anchor - timedelta(days=back))


def page_of(article_id: str, as_of: datetime) -> str:
    article = next(a for a in newsroom().articles() if a.id == article_id)
    charset = article.outlet.charset
    return newsroom().page(article.url, as_of).body.decode(CODECS.get(charset, charset))


# -- size and shape --------------------------------------------------------------------------------------------------


def test_the_newsroom_is_as_large_as_promised() -> None:
    originals = [a for a in facts().articles if a.copy_of is None]
    assert len(newsroom().outlets) >= 8
    assert len(originals) >= 90
    assert {a.language for a in originals} == {"en", "ko", "ru", "ja", "zh"}


def test_every_day_of_the_45_has_several_articles_of_several_outlets() -> None:
    for day in newsroom().days:
        that_day = [a for a in facts().articles if a.published_at.date() == day and a.language == "en"]
        assert len(that_day) >= 2, day
        assert len({a.outlet.key for a in that_day}) >= 2, day
    assert len(newsroom().days) == DAYS


def test_english_articles_have_120_to_400_words() -> None:
    lengths = {
        a.id: len(a.text.split()) for a in facts().articles if a.language == "en" and a.copy_style != "shortened"
    }
    assert {name: n for name, n in lengths.items() if not 120 <= n <= 400} == {}


def test_two_outlets_share_an_owner_and_all_classes_of_source_are_there() -> None:
    outlets = newsroom().outlets.values()
    owners = [outlet.owner_group for outlet in outlets]
    assert any(owners.count(owner) == 2 for owner in owners)
    assert {"agency", "newspaper", "government", "think_tank", "tracker"} <= {o.reliability for o in outlets}


def test_no_two_pages_share_an_address() -> None:
    urls = [article.url for article in newsroom().articles()]
    assert len(set(urls)) == len(urls)


def test_the_same_anchor_day_gives_the_same_bytes() -> None:
    first, second = Newsroom(ANCHOR), Newsroom(ANCHOR)
    for article in first.articles()[::17]:
        assert first.page(article.url, evening(0)) == second.page(article.url, evening(0))


# -- fiction ---------------------------------------------------------------------------------------------------------


def test_every_page_says_that_it_is_fictional() -> None:
    for article in newsroom().articles():
        response = newsroom().page(article.url, evening(0))
        charset = CODECS.get(article.outlet.charset, article.outlet.charset)
        text = response.body.decode("latin-1" if article.kind == "pdf" else charset)
        assert "Fiction" in text, article.url
        assert article.outlet.domain.endswith(".example")


def test_every_feed_says_that_it_is_fictional() -> None:
    for url, response in newsroom().feed_documents(evening(0)).items():
        assert b"Fiction for demonstration" in response.body, url


# -- dates -----------------------------------------------------------------------------------------------------------


def test_date_variables_count_back_from_the_day_of_the_article() -> None:
    assert fill("{{ weekday() }} {{ weekday(1) }}", ANCHOR) == "Monday Sunday"
    assert fill("{{ date(30) }}, {{ dateline() }}, {{ month(60) }}", ANCHOR) == "October 24, Nov. 23, September"
    assert fill("{{ date_ru() }}, в {{ weekday_ru(2) }}", ANCHOR) == "23 ноября, в субботу"
    assert fill("{{ year(0) - 9 }}-{{ month_of(0) }}-{{ day_of(1) }}", ANCHOR) == "2017-11-22"


@pytest.mark.parametrize("anchor", [ANCHOR, date(2027, 1, 6), date(2028, 3, 1)])
def test_datelines_and_leads_of_the_agency_name_the_day_of_publication(anchor: date) -> None:
    reports = [a for a in facts(anchor).articles if a.outlet.key == "meridian" and not a.copy_of]
    assert len(reports) >= 25
    for article in reports:
        first, day = article.versions[0], article.published_at
        lead = re.match(r"[A-Z ]+, \w+\.? (\d+) \(Meridian\) — .*? on (\w+day)", first.text, re.DOTALL)
        assert lead, article.id
        assert (int(lead[1]), lead[2]) == (day.day, f"{day:%A}"), article.id


def test_no_variable_is_left_in_any_text() -> None:
    for article in newsroom().articles():
        assert "{{" not in article.text + article.title


# -- feeds -----------------------------------------------------------------------------------------------------------


def test_all_four_formats_of_feed_are_readable() -> None:
    kinds = set()
    for url, response in newsroom().feed_documents(evening(0)).items():
        if url.endswith(".json"):
            items = json.loads(response.body)["items"]
            kinds.add("json")
            assert items and all(item["url"] and item["date_published"] for item in items)
            continue
        parsed = feedparser.parse(response.body)
        kinds.add(parsed.version)
        assert not parsed.bozo, url
        assert parsed.entries and all(entry.link and entry.title for entry in parsed.entries)
        assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in parsed.entries)
    assert kinds == {"rss20", "atom10", "rss10", "json"}


def test_a_feed_holds_at_most_twenty_items_and_none_from_the_future() -> None:
    for back in (44, 20, 0):
        for outlet in newsroom().outlets.values():
            for plan in outlet.feeds:
                items = newsroom().feed_items(outlet, plan, evening(back))
                assert len(items) <= FEED_ITEMS
                assert all(item.published_at <= evening(back) for item in items)


def test_a_daily_poll_sees_every_article_but_the_lost_ones() -> None:
    seen: set[str] = set()
    for day in newsroom().days:
        now = newsroom().poll_time(day)
        for outlet in newsroom().outlets.values():
            if newsroom().outage(outlet, now) is None:
                for plan in outlet.feeds:
                    seen |= {item.id for item in newsroom().feed_items(outlet, plan, now)}
    missing = {article.id for article in newsroom().articles()} - seen
    assert missing == {article.id for article in facts().lost} != set()


def test_the_first_poll_reaches_back_beyond_its_day_for_every_busy_outlet() -> None:
    for outlet in newsroom().outlets.values():
        items = newsroom().feed_items(outlet, outlet.feeds[0], evening(44))
        assert items[-1].published_at.date() < newsroom().days[0], outlet.key


# -- outages ---------------------------------------------------------------------------------------------------------


def test_on_the_gap_day_most_feeds_answer_with_a_server_error() -> None:
    now = newsroom().poll_time(facts().gap_day)
    answers = {url: response.status for url, response in newsroom().feed_documents(now).items()}
    down = [url for url, status in answers.items() if status in (500, 503)]
    assert len(facts().gap_outlets) == 7
    assert len(down) > len(answers) / 2


def test_after_the_gap_the_feeds_reach_back_into_the_evening_of_the_gap_day_only() -> None:
    now = newsroom().poll_time(facts().gap_day + timedelta(days=1))
    for key in facts().gap_outlets:
        outlet = newsroom().outlets[key]
        oldest = newsroom().feed_items(outlet, outlet.feeds[0], now)[-1].published_at
        assert oldest.date() == facts().gap_day and oldest.hour >= 10, key


def test_the_half_hour_between_the_last_good_poll_and_midnight_makes_the_day_before_uncertain() -> None:
    before, outage = facts().gap_days
    assert outage == facts().gap_day == before + timedelta(days=1)
    assert newsroom().poll_time(before).date() == before


def test_an_outage_without_loss_of_memory_leaves_no_gap() -> None:
    minato = newsroom().outlets["minato"]
    assert newsroom().respond("minato", minato.feeds[0].path, evening(30)).status == 502
    before = {item.id for item in newsroom().feed_items(minato, minato.feeds[0], evening(31))}
    after = {item.id for item in newsroom().feed_items(minato, minato.feeds[0], evening(29))}
    assert before & after


# -- pages -----------------------------------------------------------------------------------------------------------


def test_every_paragraph_of_an_article_is_on_its_page_word_for_word() -> None:
    for article in facts().articles:
        tree = html.fromstring(page_of(article.id, evening(0)))
        shown = [" ".join(p.text_content().split()) for p in tree.iter("p")]
        paragraphs = article.text.split("\n\n")
        start = shown.index(paragraphs[0])
        body = [words for words in shown[start:] if words in set(paragraphs)]
        assert body == paragraphs, article.id


def test_pages_carry_furniture_around_the_text() -> None:
    text = page_of("d20-ukraine-shells-storm--herald", evening(0))
    for words in (
        "Leave a Reply",
        "Your email address will not be published.",
        "Required fields are marked",
        "Save my name, email, and website in this browser for the next time I comment.",
        "The morning briefing",
        "Related stories",
        "Share this:",
        "We use cookies",
        "© Meridian Press Agency. Republished under agreement.",
    ):
        assert words in text
    assert "Leave a Reply" not in newsroom().articles()[0].text


def test_an_article_is_not_there_before_it_is_published() -> None:
    article = next(a for a in newsroom().articles() if a.id == "d00-tokyo-talks")
    assert newsroom().page(article.url, evening(1)).status == 404
    assert newsroom().page(article.url, evening(0)).status == 200


def test_an_updated_article_changes_text_figures_and_title_at_its_address() -> None:
    assert "about 150,000 artillery shells" in page_of("d01-seoul-estimate", evening(1))
    later = page_of("d01-seoul-estimate", evening(0))
    assert "between 180,000 and 200,000 artillery shells" in later
    assert "about 150,000" not in later
    assert set(facts().updated) == {"d01-seoul-estimate", "d06-ferry-collision", "d23-us-sanctions-traders"}


def test_an_update_brings_the_item_back_to_the_top_of_its_feed() -> None:
    herald = newsroom().outlets["herald"]
    top = newsroom().feed_items(herald, herald.feeds[0], evening(5) - timedelta(hours=12))[0]
    assert top.id == "d06-ferry-collision"


def test_copies_repeat_the_words_of_their_root() -> None:
    by_id = {article.id: article for article in newsroom().articles()}
    for root, copies in facts().copies.items():
        for name in copies:
            copy, source = by_id[name], by_id[root].versions[0]
            if copy.copy_style == "shortened":
                assert source.text.startswith(copy.text) and copy.text != source.text, name
            else:
                assert copy.text == source.text, name
            if copy.copy_style == "reheadlined":
                assert copy.title != source.title, name
    assert {by_id[n].copy_style for names in facts().copies.values() for n in names} == {
        "exact",
        "shortened",
        "reheadlined",
    }


def test_pages_that_must_be_refused_are_of_every_kind() -> None:
    assert sorted(facts().refused.values()) == sorted(
        ["index", "consent", "paywall", "soft_error", "short", "video", "pdf", "missing", "robots"]
    )
    for url, kind in facts().refused.items():
        response = newsroom().page(url, evening(0))
        assert response.status == (404 if kind == "missing" else 200)
        assert dict(response.headers)["Content-Type"].startswith("application/pdf") == (kind == "pdf")


def test_robots_txt_forbids_the_members_pages() -> None:
    (url,) = [url for url, kind in facts().refused.items() if kind == "robots"]
    assert "/members/" in url
    assert b"Disallow: /members/" in newsroom().respond("courier", "/robots.txt", evening(0)).body


def test_a_moved_feed_and_a_short_link_answer_with_redirects() -> None:
    moved = newsroom().respond("courier", "/news.rss", evening(0))
    assert (moved.status, dict(moved.headers)["Location"]) == (301, newsroom().bases["courier"] + "/rss")
    entry = feedparser.parse(newsroom().respond("salween", "/feed/", evening(0)).body).entries[0]
    short = newsroom().page(entry.link, evening(0))
    assert short.status == 302
    assert newsroom().page(dict(short.headers)["Location"], evening(0)).status == 200


def test_an_unknown_address_is_not_found() -> None:
    assert newsroom().respond("herald", "/no/such/page/", evening(0)).status == 404
    with pytest.raises(KeyError):
        newsroom().page("http://elsewhere.example/", evening(0))


# -- expectations ----------------------------------------------------------------------------------------------------


def test_the_topic_stands_out_on_the_last_days() -> None:
    days = facts().topic_days[facts().spike_topic]
    before = [days.get(day, 0) for day in newsroom().days if day < min(facts().spike_days)]
    assert min(days[day] for day in facts().spike_days) >= 9
    assert sum(before) / len(before) < 2.5


def test_the_spike_is_reported_by_at_least_three_owner_groups_in_their_own_words() -> None:
    originals = [
        article
        for article in facts().articles
        if article.published_at.date() in facts().spike_days and not article.copy_of and "North Korea" in article.text
    ]
    assert len({article.outlet.owner_group for article in originals}) >= 3


def test_the_ledger_names_articles_that_exist_and_every_status() -> None:
    known = {article.id for article in facts().articles}
    rows = facts().ledger
    assert all(set(row.articles) <= known for row in rows)
    assert {row.status for row in rows} == {"confirmed", "disputed", "alleged", "denied", "retracted"}
    assert any(row.deal_type == "interception" for row in rows) and any(row.intermediary for row in rows)


def test_moments_are_timezone_aware_utc() -> None:
    assert all(article.published_at.tzinfo is UTC for article in newsroom().articles())
