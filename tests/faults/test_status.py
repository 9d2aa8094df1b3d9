"""Answers other than 200."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from pipeline.collect.outcomes import MEANINGS, Outcome, Weight
from pipeline.collect.pages import fetch_pages
from pipeline.collect.poll import poll_feeds
from pipeline.collect.state import FeedState
from tests.faults.documents import NOW, feed_of, page
from tests.faults.server import FaultServer, answer, in_turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_status_410_disables_after_two_in_a_row_and_says_so(server, poll):
    server.on("/feed", answer(410))
    first = await poll(server)
    assert (first.state.state, first.outcome) == ("active", Outcome.GONE)
    second = await poll(server, first.state, NOW + timedelta(days=1))
    assert second.state.state == "disabled"
    assert "410" in second.state.disabled_reason
    assert second.state.next_poll_at is None


async def test_status_410_once_then_well_again_is_forgotten(server, poll):
    server.on("/feed", in_turn(answer(410), answer(200, feed_of(1)), answer(410)))
    state = FeedState(url=server.url())
    for _ in range(3):
        state = (await poll(server, state)).state
    assert state.state == "active"


async def test_status_404_flap_backs_off_linearly_and_recovers_by_itself(server, poll):
    server.on("/feed", in_turn(answer(200, feed_of(2)), *[answer(404)] * 5, answer(200, feed_of(3))))
    state, waits = FeedState(url=server.url()), []
    now = NOW
    for _ in range(7):
        result = await poll(server, state, now)
        state, now = result.state, now + timedelta(seconds=result.next_poll_seconds)
        waits.append(result.next_poll_seconds)
    growth = [later - earlier for earlier, later in pairwise(waits[1:6])]
    assert all(0 < step < 1.6 * waits[0] for step in growth)
    assert MEANINGS[Outcome.NOT_FOUND].weight is Weight.SOFT
    assert result.outcome is Outcome.OK
    assert result.new_count == 1
    assert (state.failure_count, state.state) == (0, "active")


async def test_status_403_cf_is_a_bot_challenge_with_a_long_wait_under_the_same_name(server, poll):
    server.on("/feed", answer(403, b"<title>Just a moment...</title>", {"cf-mitigated": "challenge"}))
    result = await poll(server)
    assert result.outcome is Outcome.BOT_CHALLENGE
    assert result.next_poll_seconds >= 12 * 3600
    assert {asked.headers["user-agent"] for asked in server.asked} == {server.asked[0].headers["user-agent"]}
    assert "Wirewatch" in server.asked[0].headers["user-agent"]


async def test_the_user_agent_names_a_contact(server, poll):
    server.on("/feed", answer(200, feed_of(1)))
    await poll(server, user_agent_contact="https://desk.example/bot")
    assert "https://desk.example/bot" in server.asked[0].headers["user-agent"]


async def test_status_429_seconds_rests_the_whole_host_and_is_no_failure(server, open_session, clock):
    server.on("/one", answer(429, b"", {"Retry-After": "120"}))
    server.on("/two", answer(200, feed_of(1)))
    async with FaultServer() as other, open_session(server, other, max_connections_per_host=1) as session:
        other.on("*", answer(200, feed_of(1)))
        states = [FeedState(url=server.url("/one")), FeedState(url=server.url("/two")), FeedState(url=other.url())]
        results = {r.before.url: r async for r in poll_feeds(states, NOW, session.settings, session=session)}
    limited, held = results[server.url("/one")], results[server.url("/two")]
    assert limited.outcome is Outcome.RATE_LIMITED
    assert (limited.state.failure_count, limited.state.failure_weight) == (0, 0.0)
    assert limited.host_held_until >= NOW + timedelta(seconds=120)
    assert held.outcome is Outcome.HOST_HELD
    assert held.state.next_poll_at >= NOW + timedelta(seconds=119)
    assert held.state.failure_count == 0
    assert server.paths() == ["/one"]
    assert results[other.url()].outcome is Outcome.OK


async def test_status_429_of_an_earlier_poll_still_holds_the_host(server, open_session):
    async with open_session(server) as session:
        session.client.gate.hold(f"127.0.0.1:{server.port}", 600)
        results = [r async for r in fetch_pages([server.url("/a")], NOW, session.settings, session=session)]
    assert results[0].outcome is Outcome.HOST_HELD
    assert 0 < results[0].retry_after_seconds <= 600
    assert server.connections == 0


async def test_status_429_date_is_read_relative_to_the_servers_own_clock(server, poll):
    their_now = NOW + timedelta(hours=1)
    headers = {
        "Date": format_datetime(their_now, True),
        "Retry-After": format_datetime(their_now + timedelta(minutes=5), True),
    }
    server.on("/feed", answer(429, b"", headers))
    result = await poll(server)
    assert 300 <= result.next_poll_seconds <= 400


async def test_status_429_absurd_is_capped_at_a_day(server, poll):
    server.on("/feed", answer(429, b"", {"Retry-After": "31536000"}))
    assert 86_400 <= (await poll(server)).next_poll_seconds <= 86_500


async def test_status_429_none_doubles_from_half_an_hour_to_a_day(server, poll):
    server.on("/feed", answer(429))
    state, waits = FeedState(url=server.url()), []
    for _ in range(9):
        result = await poll(server, state)
        state = result.state
        waits.append(result.next_poll_seconds)
    assert 1_800 <= waits[0] <= 1_980
    assert 3_600 <= waits[1] <= 3_960
    assert waits[-1] == 86_400


async def test_status_503_retry_after_delays_the_feed_and_not_its_host(server, open_session):
    server.on("/one", answer(503, b"", {"Retry-After": "600"}))
    server.on("/two", answer(200, feed_of(1)))
    async with open_session(server) as session:
        states = [FeedState(url=server.url("/one")), FeedState(url=server.url("/two"))]
        results = {r.before.url: r async for r in poll_feeds(states, NOW, session.settings, session=session)}
    assert results[server.url("/one")].outcome is Outcome.UNAVAILABLE
    assert results[server.url("/one")].next_poll_seconds >= 600
    assert results[server.url("/one")].host_held_until is None
    assert results[server.url("/two")].outcome is Outcome.OK


async def test_status_500_then_ok_is_retried_once_in_the_run_and_the_interval_comes_back(server, poll):
    server.on("/feed", in_turn(*[answer(500)] * 2, answer(200, feed_of(2))))
    first = await poll(server)
    assert first.outcome is Outcome.SERVER_ERROR
    assert len(server.asked) == 2
    second = await poll(server, first.state, NOW + timedelta(hours=2))
    assert second.outcome is Outcome.OK
    assert second.state.failure_count == 0
    undisturbed = await poll(server, now=NOW + timedelta(hours=2))
    assert second.next_poll_seconds == undisturbed.next_poll_seconds < first.next_poll_seconds


async def test_a_page_with_429_is_transient_and_names_the_wait(server, fetch):
    server.on("/story", answer(429, b"", {"Retry-After": "200"}))
    result = await fetch(server)
    assert result.is_transient
    assert result.failure().retry_after_seconds == 200


async def test_a_page_with_404_is_permanent(server, fetch):
    server.on("/story", answer(404, page(), content_type="text/html"))
    result = await fetch(server)
    assert result.outcome is Outcome.NOT_FOUND
    assert not result.is_transient
