"""Documents that are too much."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import brotli
import pytest

from pipeline.collect.outcomes import MEANINGS, Outcome, Weight
from tests.faults.documents import entry, feed_of, rss
from tests.faults.server import answer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def peak_mb(*, anew: bool = False) -> float:
    """The largest memory of this process so far, or since it was last measured anew."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


async def test_gzip_bomb_stops_at_the_cap_with_little_memory(server, poll):
    megabyte = b"\0" * (1 << 20)
    bomb = gzip.compress(megabyte * 16, 9, mtime=0) * 64  # a gibibyte in 64 members
    server.on("/feed", answer(200, bomb, {"Content-Encoding": "gzip"}))
    before = peak_mb(anew=True)
    result = await poll(server, max_feed_bytes=10 << 20)
    assert result.outcome is Outcome.TOO_LARGE
    assert peak_mb() - before < 50


async def test_brotli_bomb_stops_at_the_cap(server, poll):
    server.on("/feed", answer(200, brotli.compress(b"\0" * (64 << 20), quality=5), {"Content-Encoding": "br"}))
    assert (await poll(server, max_feed_bytes=10 << 20)).outcome is Outcome.TOO_LARGE


async def test_nested_encoding_of_three_codings_is_refused(server, poll):
    body = brotli.compress(gzip.compress(gzip.compress(feed_of(2))))
    server.on("/feed", answer(200, body, {"Content-Encoding": "gzip, gzip, br"}))
    assert (await poll(server)).outcome is Outcome.DECODE_ERROR


async def test_nested_encoding_of_two_codings_is_read(server, poll):
    server.on("/feed", answer(200, gzip.compress(gzip.compress(feed_of(2))), {"Content-Encoding": "gzip, gzip"}))
    assert len((await poll(server)).items) == 2


async def test_body_50mb_without_a_length_stops_at_the_cap(server, poll):
    sent = 0

    async def pour(_asked, writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n<rss><channel>")
        for _ in range(800):
            writer.write(b"<x>" + b"y" * 65_000 + b"</x>")
            await writer.drain()
            sent += 65_000

    server.on("/feed", pour)
    result = await poll(server, max_feed_bytes=1_000_000)
    assert result.outcome is Outcome.TOO_LARGE
    assert MEANINGS[result.outcome].weight is Weight.HARD
    assert "larger" in result.reason
    assert sent < 20_000_000


async def test_many_entries_read_the_newest_and_count_the_rest(server, poll):
    server.on("/feed", answer(200, feed_of(50_000)))
    result = await poll(server)
    assert len(result.items) == 2_000
    assert result.dropped_count == 48_000
    assert result.items[0].item.guid == "urn:item:1"


async def test_many_entries_oldest_first_keep_the_newer_end(server, poll):
    server.on("/feed", answer(200, rss(*(entry(n) for n in range(3_000, 0, -1)))))
    result = await poll(server)
    assert len(result.items) == 2_000
    assert result.items[-1].item.guid == "urn:item:1"


async def test_xml_billion_laughs_expands_nothing(server, poll):
    bomb = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    prolog = f'<?xml version="1.0"?><!DOCTYPE rss [{bomb}]>'
    server.on("/feed", answer(200, rss(entry(1), entry(2, title="&a10;"), prolog=prolog)))
    started = time.monotonic()
    result = await poll(server)
    assert time.monotonic() - started < 5
    assert all("haha" not in (polled.item.title or "") for polled in result.items)
    assert any("entity" in warning for warning in result.warnings)


async def test_xml_deep_nesting_is_refused_at_once(server, poll):
    deep = "<a>" * 200_000 + "</a>" * 200_000
    server.on("/feed", answer(200, rss(f"<item><title>Deep</title>{deep}</item>")))
    started = time.monotonic()
    result = await poll(server)
    assert result.outcome is Outcome.PARSE_FAILURE
    assert time.monotonic() - started < 5


async def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_parsed(server, open_session):
    from pipeline.collect.feed_document import NotAFeed
    from pipeline.collect.parse_pool import ParsePool
    from tests.faults.documents import NOW

    slow = rss(*("<item>" + "<a b='" * 3 + "</item>" for _ in range(1_900)))
    arguments = {"content_type": None, "max_items": 50_000, "default_offset_minutes": None, "max_bytes": 1 << 26}
    async with ParsePool(0.01, workers=1) as pool:
        with pytest.raises(NotAFeed) as caught:
            await pool.parse(slow, "https://paper.example/feed", NOW, **arguments)
        assert caught.value.outcome is Outcome.PARSE_FAILURE
        pool._timeout = 30.0
        assert (await pool.parse(feed_of(3), "https://paper.example/feed", NOW, **arguments)).total_count == 3
