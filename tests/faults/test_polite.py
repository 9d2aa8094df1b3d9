"""robots.txt, pauses and fairness between hosts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from pipeline.collect.outcomes import Outcome
from pipeline.collect.pages import fetch_pages
from pipeline.collect.politeness import HostGate
from pipeline.collect.poll import poll_feeds
from pipeline.collect.robots import record_answer, verdict
from pipeline.collect.state import FeedState
from tests.faults.documents import NOW, feed_of, page
from tests.faults.server import FaultServer, answer

pytestmark = pytest.mark.asyncio(loop_scope="session")
HTML = answer(200, page(), content_type="text/html")


def robots(text: str):
    return answer(200, text.encode(), content_type="text/plain")


async def test_robots_disallow_skips_the_article(server, fetch):
    server.on("/robots.txt", robots("User-agent: wirewatch\nDisallow: /news\n\nUser-agent: *\nDisallow:\n"))
    server.on("/news/1", HTML)
    server.on("/world/1", HTML)
    assert (await fetch(server, "/news/1")).outcome is Outcome.ROBOTS_DISALLOWED
    assert (await fetch(server, "/world/1")).outcome is Outcome.OK
    assert "/news/1" not in server.paths()


async def test_robots_disallow_binds_feeds_only_where_the_setting_says_so(server, poll):
    server.on("/robots.txt", robots("User-agent: *\nDisallow: /"))
    server.on("/feed", answer(200, feed_of(1)))
    assert (await poll(server)).outcome is Outcome.OK
    assert (await poll(server, obey_robots_for_feeds=True)).outcome is Outcome.ROBOTS_DISALLOWED


async def test_robots_500_forbids_for_a_day_and_then_goes_by_the_setting(server, fetch):
    server.on("/robots.txt", answer(503))
    result = await fetch(server)
    assert result.outcome is Outcome.ROBOTS_UNREACHABLE
    assert result.is_transient
    assert server.paths() == ["/robots.txt"]
    first = record_answer("http://h", Outcome.UNAVAILABLE, 503, b"", NOW, None)
    later = NOW + timedelta(hours=25)
    held = record_answer("http://h", Outcome.UNAVAILABLE, 503, b"", later, first)
    allowed = record_answer("http://h", Outcome.UNAVAILABLE, 503, b"", later, first, allows_when_failing=True)
    assert verdict(held, "http://h/a") is Outcome.ROBOTS_UNREACHABLE
    assert verdict(allowed, "http://h/a") is None


async def test_a_missing_robots_txt_allows_everything(server, fetch):
    server.on("/story", HTML)
    assert (await fetch(server)).outcome is Outcome.OK


async def test_robots_huge_html_holds_no_rules_and_of_a_huge_file_the_first_500_kib_count(server, fetch):
    server.on("/story", HTML)
    server.on("/robots.txt", answer(200, b"<!doctype html><p>User-agent: *\nDisallow: /</p>", content_type="text/html"))
    assert (await fetch(server)).outcome is Outcome.OK
    rules = b"User-agent: *\nDisallow: /story\n" + b"# filler\n" * 2_000_000
    server.on("/robots.txt", answer(200, rules, content_type="text/plain"))
    assert (await fetch(server)).outcome is Outcome.ROBOTS_DISALLOWED


async def test_crawl_delay_widens_the_gap_of_its_host_up_to_a_minute(server, open_session, clock):
    server.on("*", HTML)
    server.on("/robots.txt", robots("User-agent: *\nCrawl-delay: 10\n"))
    async with open_session(server) as session:
        urls = [server.url(f"/{n}") for n in range(4)]
        [_ async for _ in fetch_pages(urls, NOW, session.settings, session=session)]
    assert sum(clock.slept) >= 20
    gate = HostGate(2, 1.0, clock)
    gate.slow_down("h:80", 4_000.0)
    before = clock.time
    for _ in range(2):
        async with gate.slot("h:80"):
            pass
    assert clock.time - before == pytest.approx(60.0)


async def test_politeness_one_host_gets_two_connections_and_its_gap_and_others_are_not_starved(
    server, open_session, clock
):
    async def slow(asked, writer):
        await asyncio.sleep(0.005)
        await HTML(asked, writer)

    server.on("*", slow)
    server.on("/robots.txt", robots(""))
    async with FaultServer() as other, open_session(server, other, min_host_gap_seconds=3.0) as session:
        other.on("*", HTML)
        other.on("/robots.txt", robots(""))
        urls = [server.url(f"/{n}") for n in range(200)] + [other.url(f"/{n}") for n in range(5)]
        order = [r.host async for r in fetch_pages(urls, NOW, session.settings, session=session)]
    assert server.most_active <= 2
    assert sum(clock.slept) >= 3.0 * 199
    assert max(n for n, host in enumerate(order) if host.endswith(str(other.port))) < 100


async def test_the_starts_at_one_host_keep_their_gap_whoever_waits(clock):
    gate, starts = HostGate(2, 3.0, clock), []

    async def one():
        async with gate.slot("h:80"):
            starts.append(clock.time)
            await asyncio.sleep(0)

    await asyncio.gather(*(one() for _ in range(20)))
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 3.0


async def test_network_down_charges_no_feed(open_session):
    closed = []
    for _ in range(6):
        async with FaultServer() as gone:
            closed.append(gone)
    async with open_session(*closed) as session:
        states = [FeedState(url=gone.url(), failure_count=1) for gone in closed]
        results = [r async for r in poll_feeds(states, NOW, session.settings, session=session)]
    assert {result.outcome for result in results} == {Outcome.NETWORK_DOWN}
    assert {result.state.failure_count for result in results} == {1}
    assert all(result.state.next_poll_at <= NOW + timedelta(hours=1) for result in results)


async def test_a_few_dead_hosts_among_well_ones_are_charged(server, open_session):
    server.on("*", answer(200, feed_of(1)))
    async with FaultServer() as gone:
        pass
    others = [FaultServer() for _ in range(4)]
    for other in others:
        await other.__aenter__()
        other.on("*", answer(200, feed_of(1)))
    async with open_session(gone, *others) as session:
        states = [FeedState(url=s.url()) for s in (gone, *others)]
        results = {r.before.url: r async for r in poll_feeds(states, NOW, session.settings, session=session)}
    for other in others:
        await other.__aexit__()
    assert results[gone.url()].outcome is Outcome.CONNECTION_FAILURE
    assert results[gone.url()].state.failure_count == 1


async def test_crash_between_fetch_and_commit_loses_and_doubles_nothing(server, poll):
    """The poll's part of it: nothing but the returned state remembers, so an uncommitted poll is simply made again.

    That the state and the items are committed together is tested with the steps, on a real database.
    """
    server.on("/feed", answer(200, feed_of(5), {"ETag": '"v"'}))
    state = FeedState(url=server.url())
    lost, again = await poll(server, state), await poll(server, state)
    assert [p.key for p in lost.items] == [p.key for p in again.items]
    assert again.new_count == 5
    assert "if-none-match" not in server.asked[1].headers
    after = await poll(server, again.state, NOW + timedelta(hours=1))
    assert after.new_count == 0


async def test_overlapping_runs_give_equal_keys_so_that_a_unique_constraint_can_hold_them(server, poll):
    server.on("/feed", answer(200, feed_of(5)))
    state = FeedState(url=server.url())
    first, second = await asyncio.gather(poll(server, state), poll(server, state))
    assert {p.key for p in first.items} == {p.key for p in second.items}
    assert first.state == second.state
