"""Polls 1,000 feeds on 200 loopback hosts and fetches 5,000 pages, beside two plain ways to do it; prints a table.

    python benchmarks/collect.py [--feeds 1000] [--hosts 200] [--pages 5000] [--plain 200]

Half of the feeds are unchanged (the server answers 304 to whoever asks conditionally), 5 % of the hosts are slow (two
seconds an answer) and 5 % never answer. The plain loop and the thread pool call `feedparser.parse(url)` on a sample of
the same feeds, since on all of them they take too long. The figures to look at are ratios within one run.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import feedparser

from pipeline.collect.outcomes import SUCCESSES
from pipeline.collect.pages import fetch_pages
from pipeline.collect.poll import poll_feeds
from pipeline.collect.state import FeedState, PollResult
from pipeline.settings import Settings

SLOW_SECONDS = 2.0
PATIENCE_SECONDS = 4.0
ITEMS = 30


def kind_of(host: int) -> str:
    """well, slow or silent: of each twenty hosts one is slow and one is silent."""
    return {3: "slow", 11: "silent"}.get(host % 20, "well")


def document(host: int, feed: int) -> bytes:
    items = "".join(
        f"<item><title>Report {n} of feed {feed}</title><link>/story/{feed}-{n}</link><guid>{host}-{feed}-{n}</guid>"
        f"<pubDate>Mon, 09 Mar 2026 {n % 24:02}:00:00 GMT</pubDate><description>{'A short summary. ' * 12}</description></item>"
        for n in range(ITEMS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F {feed}</title>{items}</channel></rss>'.encode()


PAGE = (
    "<!doctype html><html><head><title>A report</title></head><body>" + "<p>Some words here. </p>" * 600 + "</body>"
).encode()


def serve(sockets: list[socket.socket], counter: multiprocessing.sharedctypes.Synchronized[int]) -> None:
    """All hosts in one process, each on a port of its own."""

    async def client(host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                counter.value += 1
                if kind_of(host) == "silent":
                    await asyncio.sleep(3_600)
                if kind_of(host) == "slow":
                    await asyncio.sleep(SLOW_SECONDS)
                status, kind, extra, body = respond(host, path, head)
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has what it wanted
        finally:
            writer.close()

    async def run() -> None:
        for host, sock in enumerate(sockets):
            await asyncio.start_server(lambda r, w, host=host: client(host, r, w), sock=sock)
        await asyncio.Event().wait()

    asyncio.run(run())


def respond(host: int, path: str, head: bytes) -> tuple[str, str, str, bytes]:
    if path == "/robots.txt":
        return "404 No", "text/plain", "", b""
    if not path.startswith("/feed/"):
        return "200 OK", "text/html", "", PAGE
    number = int(path.rpartition("/")[2])
    if number % 2 == 0:
        if b'if-none-match: "same"' in head.lower():
            return "304 Same", "text/xml", 'ETag: "same"\r\n', b""
        return "200 OK", "text/xml", 'ETag: "same"\r\n', document(host, number)
    return "200 OK", "text/xml", "", document(host, number + int(time.time() * 1000))


@contextmanager
def measured(
    name: str, count: int, counter: multiprocessing.sharedctypes.Synchronized[int]
) -> Iterator[dict[str, object]]:
    note: dict[str, object] = {}
    asked, started = counter.value, time.perf_counter()
    yield note
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = f"{count:7d}{seconds:9.1f}{count / seconds:10.1f}{counter.value - asked:10d}{peak:9.0f}"
    print(f"{name:34s}{figures}  {note.get('note', '')}", flush=True)


async def poll_all(states: list[FeedState], now: datetime, settings: Settings) -> list[PollResult]:
    return [result async for result in poll_feeds(states, now, settings)]


async def page_all(urls: list[str], now: datetime, settings: Settings) -> tuple[Counter[str], list[float], list[float]]:
    outcomes: Counter[str] = Counter()
    started, when = time.perf_counter(), {"well": [], "other": []}
    async for result in fetch_pages(urls, now, settings):
        outcomes[result.outcome.value] += 1
        when["well" if result.is_ok and result.elapsed_seconds < SLOW_SECONDS else "other"].append(
            time.perf_counter() - started
        )
    return outcomes, when["well"], when["other"]


def plain(url: str) -> int:
    try:
        return len(feedparser.parse(url).entries)
    except OSError:  # what feedparser lets through of a server that does not answer
        return -1


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, default in (("feeds", 1_000), ("hosts", 200), ("pages", 5_000), ("plain", 200)):
        parser.add_argument(f"--{name}", type=int, default=default)
    wanted = parser.parse_args()
    sockets = []
    for _ in range(wanted.hosts):
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        sock.listen(256)
        sockets.append(sock)
    ports = [sock.getsockname()[1] for sock in sockets]
    counter = multiprocessing.Value("q", 0)
    server = multiprocessing.get_context("fork").Process(target=serve, args=(sockets, counter), daemon=True)
    server.start()
    for sock in sockets:
        sock.close()
    settings = Settings(
        local_sources=",".join(f"127.0.0.1:{port}" for port in ports),
        min_host_gap_seconds=0.0,
        fetch_timeout_seconds=PATIENCE_SECONDS,
        max_connections=256,
    )
    states = [FeedState(url=f"http://127.0.0.1:{ports[n % len(ports)]}/feed/{n}") for n in range(wanted.feeds)]
    now = datetime.now(UTC)
    print(f"{'':34s}{'count':>7s}{'seconds':>9s}{'a second':>10s}{'requests':>10s}{'peak MB':>9s}")
    with measured("wirewatch, first poll", len(states), counter) as note:
        results = asyncio.run(poll_all(states, now, settings))
        note["note"] = dict(Counter(result.outcome.value for result in results))
    known = [replace(result.state, next_poll_at=None) for result in results]
    with measured("wirewatch, second poll", len(states), counter) as note:
        results = asyncio.run(poll_all(known, now, settings))
        note["note"] = dict(Counter(result.outcome.value for result in results))
    well = [result for result in results if result.outcome in SUCCESSES]
    print(
        f"    of them well: {len(well)}; their own time: median {statistics.median(r.elapsed_seconds for r in well):.3f} s"
    )
    healthy = [state for n, state in enumerate(states) if kind_of(n % len(ports)) == "well"]
    with measured("wirewatch, well hosts only", len(healthy), counter):
        asyncio.run(poll_all(healthy, now, settings))
    sample = [state.url for state in healthy[: wanted.plain]]
    with measured("loop of feedparser.parse, well", len(sample), counter):
        for url in sample:
            plain(url)
    with measured("16 threads of it, well", len(sample), counter), ThreadPoolExecutor(16) as pool:
        list(pool.map(plain, sample))
    socket.setdefaulttimeout(PATIENCE_SECONDS)
    mixed = [state.url for state in states[: wanted.plain]]
    with measured("16 threads of it, all hosts", len(mixed), counter), ThreadPoolExecutor(16) as pool:
        list(pool.map(plain, mixed))
    urls = [f"http://127.0.0.1:{ports[n % len(ports)]}/story/{n}" for n in range(wanted.pages)]
    urls = [url for n, url in enumerate(urls) if kind_of(n % len(ports)) != "silent"]
    with measured("wirewatch, pages", len(urls), counter) as note:
        outcomes, quick, slow = asyncio.run(page_all(urls, now, settings))
        note["note"] = dict(outcomes)
    print(
        f"    last page of a well host after {max(quick, default=0):.1f} s, of a slow host after {max(slow, default=0):.1f} s"
    )
    server.terminate()


if __name__ == "__main__":
    main()
