"""Validators, and servers that lie about them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.collect.outcomes import Outcome
from pipeline.collect.state import FeedState
from tests.faults.documents import NOW, entry, feed_of, rss
from tests.faults.server import answer, in_turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


def conditional(body: bytes, etag: str):
    """A server that says 304 to whoever names its etag, whatever it has."""
    full, unchanged = answer(200, body, {"ETag": etag}), answer(304, b"", {"ETag": etag}, content_type=None)

    async def handle(asked, writer):
        await (unchanged if asked.headers.get("if-none-match") == etag else full)(asked, writer)

    return handle


async def test_not_modified_forever_is_found_out_at_the_twentieth_poll(server, poll):
    server.on("/feed", conditional(feed_of(3), '"stuck"'))
    state = (await poll(server)).state
    server.on("/feed", conditional(feed_of(4), '"stuck"'))
    outcomes = []
    for n in range(1, 21):
        result = await poll(server, state, NOW + timedelta(minutes=20 * n))
        state = result.state
        outcomes.append(result.outcome)
    assert outcomes == [Outcome.NOT_MODIFIED] * 19 + [Outcome.OK]
    assert result.new_count == 1


async def test_not_modified_forever_is_found_out_after_seven_days(server, poll):
    server.on("/feed", conditional(feed_of(3), '"stuck"'))
    state = (await poll(server)).state
    assert (await poll(server, state, NOW + timedelta(days=6))).outcome is Outcome.NOT_MODIFIED
    await poll(server, state, NOW + timedelta(days=7))
    assert "if-none-match" not in server.asked[-1].headers


async def test_etag_never_matches_but_the_same_bytes_are_unchanged_and_the_new_validator_is_kept(server, poll):
    server.on("/feed", in_turn(*(answer(200, feed_of(3), {"ETag": f'"{n}"'}) for n in range(3))))
    state = (await poll(server)).state
    result = await poll(server, state, NOW + timedelta(hours=1))
    assert result.outcome is Outcome.UNCHANGED
    assert result.items == ()
    assert result.feed_format is None  # it was not parsed
    assert result.state.etag == '"1"'
    first_wait, now = result.next_poll_seconds, NOW + timedelta(hours=1)
    for _ in range(12):
        now += timedelta(seconds=result.next_poll_seconds)
        result = await poll(server, result.state, now)
    assert result.next_poll_seconds > first_wait


@pytest.mark.parametrize("etag", ['W/"x"', '"abc-gzip"', "unquoted", '"with space"', '""', "'single'"])
async def test_etag_weak_or_gzip_suffix_is_echoed_byte_for_byte(server, poll, etag):
    server.on("/feed", answer(200, feed_of(1), {"ETag": etag}))
    state = (await poll(server)).state
    await poll(server, state)
    assert dict(server.asked[1].raw_headers)[b"If-None-Match"] == etag.encode()


async def test_lastmod_only_is_sent_verbatim(server, poll):
    words = "Tuesday, 10-Mar-26 09:00:00 GMT"
    server.on("/feed", answer(200, feed_of(1), {"Last-Modified": words}))
    state = (await poll(server)).state
    await poll(server, state)
    assert server.asked[1].headers["if-modified-since"] == words
    assert "if-none-match" not in server.asked[1].headers


async def test_only_lastbuilddate_changes_means_nothing_new_and_a_longer_wait(server, poll):
    bodies = [rss(entry(1), entry(2), head=f"<lastBuildDate>{n}</lastBuildDate>") for n in range(30)]
    server.on("/feed", in_turn(*(answer(200, body) for body in bodies)))
    state, now, waits = FeedState(url=server.url()), NOW, []
    for n in range(12):
        result = await poll(server, state, now)
        assert result.new_count == (2 if n == 0 else 0)
        assert all(polled.status == "known" for polled in result.items) or n == 0
        state, now = result.state, now + timedelta(seconds=result.next_poll_seconds)
        waits.append(result.next_poll_seconds)
    assert waits[-1] > waits[1]


async def test_ttl_and_cache_control_only_lengthen_the_wait_within_bounds(server, poll):
    busy = [entry(n, date=None) for n in range(40)]
    plain = answer(200, rss(*busy))
    hinted = answer(200, rss(*busy, head="<ttl>1440</ttl>"), {"Cache-Control": "public, max-age=300"})
    server.on("/plain", plain)
    server.on("/hinted", hinted)
    without, hinted_wait = [(await poll(server, path)).next_poll_seconds for path in ("/plain", "/hinted")]
    assert 900 <= without <= hinted_wait <= 86_400
