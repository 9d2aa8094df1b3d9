"""Redirects of feeds: followed at once, believed late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.collect.outcomes import MEANINGS, Outcome, Weight
from tests.faults.documents import NOW, feed_of, page
from tests.faults.server import answer, redirect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_redirect_loop_ends(server, poll):
    server.on("/a", redirect("/b"))
    server.on("/b", redirect("/a"))
    result = await poll(server, "/a")
    assert result.outcome is Outcome.TOO_MANY_REDIRECTS
    assert MEANINGS[result.outcome].weight is Weight.SOFT
    assert len(server.asked) <= 6


async def test_redirects_are_followed_five_times_and_not_six(server, poll):
    for n in range(7):
        server.on(f"/{n}", redirect(f"/{n + 1}"))
    server.on("/7", answer(200, feed_of(1)))
    assert (await poll(server, "/2")).outcome is Outcome.OK
    assert (await poll(server, "/1")).outcome is Outcome.TOO_MANY_REDIRECTS


async def test_redirect_301_once_is_followed_and_only_noted(server, poll):
    server.on("/feed", redirect("/new", 301))
    server.on("/new", answer(200, feed_of(3)))
    result = await poll(server)
    assert len(result.items) == 3
    assert result.state.url == server.url()
    assert result.state.redirect.url == server.url("/new")
    assert result.moved_to == server.url("/new")


async def test_redirect_308_week_is_saved_after_ten_polls_and_seven_days_with_no_item_twice(server, poll):
    server.on("/feed", redirect("/new", 308))
    server.on("/new", answer(200, feed_of(3), {"ETag": '"v"'}))
    state, new = "/feed", 0
    for n in range(10):
        result = await poll(server, state, NOW + timedelta(hours=17 * n))
        state, new = result.state, new + result.new_count
        assert not result.redirect_saved
    result = await poll(server, state, NOW + timedelta(days=7, hours=1))
    assert result.redirect_saved
    assert result.state.url == server.url("/new")
    assert [change.old_url for change in result.state.url_history] == [server.url()]
    assert new + result.new_count == 3


async def test_redirect_308_ten_times_in_a_day_is_not_saved(server, poll):
    server.on("/feed", redirect("/new", 308))
    server.on("/new", answer(200, feed_of(3)))
    state = "/feed"
    for n in range(12):
        state = (await poll(server, state, NOW + timedelta(hours=n))).state
    assert state.url == server.url()


async def test_redirect_302_long_is_never_saved_and_still_asks_conditionally(server, poll):
    server.on("/feed", redirect("/new", 302))
    server.on("/new", answer(200, feed_of(3), {"ETag": '"v"'}))
    state = "/feed"
    for n in range(12):
        state = (await poll(server, state, NOW + timedelta(days=n / 2))).state
    assert state.url == server.url()
    assert state.redirect is None
    assert server.asked[3].path == "/new"
    assert server.asked[3].headers["if-none-match"] == '"v"'


async def test_redirect_mixed_chain_is_not_permanent(server, poll):
    server.on("/feed", redirect("/b", 302))
    server.on("/b", redirect("/c", 301))
    server.on("/c", answer(200, feed_of(3)))
    result = await poll(server)
    assert result.outcome is Outcome.OK
    assert result.state.redirect is None
    assert result.moved_to is None


async def test_redirect_to_html_home_is_no_feed_and_offers_the_feeds_that_the_page_names(server, poll):
    link = '<link rel="alternate" type="application/rss+xml" href="/other.xml">'
    server.on("/feed", redirect("/", 301))
    server.on("/", answer(200, page(head=link), content_type="text/html"))
    result = await poll(server)
    assert result.outcome is Outcome.NOT_A_FEED
    assert result.state.url == server.url()
    assert result.state.redirect is None
    assert result.suggestions == (server.url("/other.xml"),)
