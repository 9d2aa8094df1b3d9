"""Faults of the connection itself."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest

from pipeline.collect.outcomes import MEANINGS, Outcome, Weight
from pipeline.collect.poll import poll_feeds
from pipeline.collect.state import FeedState
from tests.faults.documents import NOW, feed_of
from tests.faults.server import FaultServer, answer, in_turn, packed, reset

TCP_ESTABLISHED = 1  # first byte of Linux's tcp_info
pytestmark = pytest.mark.asyncio(loop_scope="session")


def dripping(first: bytes, pause: float):
    async def handle(_asked, writer):
        writer.write(first)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(pause)

    return handle


async def test_slow_loris_headers_end_at_the_total_deadline_and_slow_no_other_host(server, open_session):
    server.on("/feed", dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", 0.05))
    async with FaultServer() as other, open_session(server, other, fetch_timeout_seconds=0.6) as session:
        other.on("*", answer(200, feed_of(3)))
        states = [FeedState(url=server.url()), *(FeedState(url=other.url(f"/{n}")) for n in range(6))]
        started, finished = time.monotonic(), []
        async for result in poll_feeds(states, NOW, session.settings, session=session):
            finished.append((result.outcome, time.monotonic() - started))
    assert [outcome for outcome, _ in finished] == [Outcome.OK] * 6 + [Outcome.TIMEOUT]
    assert MEANINGS[Outcome.TIMEOUT].weight is Weight.SOFT
    assert finished[-1][1] < 5


async def test_slow_loris_body_ends_at_the_total_deadline_though_bytes_keep_coming(server, poll):
    server.on("/feed", dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", 0.05))
    result = await poll(server, fetch_timeout_seconds=0.4)
    assert result.outcome is Outcome.TIMEOUT
    assert 0.3 < result.elapsed_seconds < 3


async def test_accept_then_silence_times_out_and_leaks_no_connection(server, poll):
    gone = asyncio.Event()

    async def hold(_asked, writer):
        sock = writer.get_extra_info("socket")
        while sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_ESTABLISHED:  # noqa: ASYNC110 (the kernel knows)
            await asyncio.sleep(0.01)
        gone.set()

    server.on("/feed", hold)
    result = await poll(server, fetch_timeout_seconds=0.3)
    assert result.outcome is Outcome.TIMEOUT
    await asyncio.wait_for(gone.wait(), 20)
    assert result.state.failure_count == 1
    assert result.state.failure_weight == 0.5


async def test_reset_mid_body_parses_nothing_keeps_validators_and_is_tried_once_more(server, poll):
    body = feed_of(20)

    async def cut(_asked, writer):
        writer.write(
            b'HTTP/1.1 200 OK\r\nETag: "new"\r\nContent-Length: %d\r\n\r\n' % len(body) + body[: len(body) // 2]
        )
        await writer.drain()
        reset(writer)

    server.on("/feed", cut)
    result = await poll(server, FeedState(url=server.url(), etag='"old"', last_full_at=NOW))
    assert result.outcome is Outcome.INCOMPLETE_BODY
    assert result.items == ()
    assert result.state.etag == '"old"'
    assert len(server.asked) == 2


async def test_short_content_length_is_an_incomplete_body(server, poll):
    server.on("/feed", answer(200, feed_of(2)[:500], {"ETag": '"x"'}, length=1000))
    result = await poll(server)
    assert result.outcome is Outcome.INCOMPLETE_BODY
    assert result.items == ()
    assert result.state.etag is None


async def test_truncated_gzip_is_noticed_read_as_far_as_it_goes_and_stores_no_validator(server, poll):
    body = packed(feed_of(30))[:-20]
    server.on("/feed", answer(200, body, {"Content-Encoding": "gzip", "ETag": '"x"', "Last-Modified": "then"}))
    result = await poll(server)
    assert result.is_partial
    assert 20 <= len(result.items) <= 30
    assert result.state.etag is None
    assert result.state.last_modified is None
    assert result.state.body_sha256 is None


async def test_bad_gzip_is_asked_for_again_without_compression(server, poll):
    server.on("/feed", in_turn(answer(200, feed_of(4), {"Content-Encoding": "gzip"}), answer(200, feed_of(4))))
    result = await poll(server)
    assert result.outcome is Outcome.OK
    assert [asked.headers["accept-encoding"] for asked in server.asked] == ["gzip, deflate, br", "identity"]


async def test_bad_gzip_twice_is_a_decode_error(server, poll):
    server.on("/feed", answer(200, feed_of(4), {"Content-Encoding": "gzip"}))
    assert (await poll(server)).outcome is Outcome.DECODE_ERROR


async def test_headers_1000_are_accepted(server, poll):
    many = {f"X-Number-{n}": "value" for n in range(300)}
    server.on("/feed", answer(200, feed_of(2), many))
    assert (await poll(server)).outcome is Outcome.OK
