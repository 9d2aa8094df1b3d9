"""Serves the sample newsroom over HTTP on loopback addresses, one address per outlet, with a clock that the owner sets.

`start()` runs it in a thread of this process; `python -m pipeline.sample.server` runs it as a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import socket
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from types import TracebackType

from aiohttp import web

from pipeline.errors import ConfigurationError
from pipeline.records import Feed
from pipeline.sample.documents import Response
from pipeline.sample.newsroom import Newsroom

LOOPBACK = "127.0.0"
_FIRST_ADDRESS = 11  # outlets sit on 127.0.0.11, 127.0.0.12, …: each is a host of its own to a polite client
_START_SECONDS = 30.0
_TRIES = 20  # of finding a port that is free on every address

Key = tuple[str, int]  # address and port


class RunningNewsroom:
    """A newsroom that answers on loopback until `stop()`; also a context manager."""

    def __init__(self, newsroom: Newsroom, sockets: dict[str, socket.socket], clock_file: Path | None = None) -> None:
        self.newsroom = newsroom
        self._outlets = {_name(listener): key for key, listener in sockets.items()}
        self._clock = newsroom.poll_time(newsroom.anchor_day)
        self._clock_file = clock_file
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(list(sockets.values()),), name="sample-newsroom", daemon=True
        )
        self._thread.start()
        if not self._ready.wait(_START_SECONDS):
            raise ConfigurationError(f"the sample newsroom did not start within {_START_SECONDS:.0f} s; try again")

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds to poll."""
        return self.newsroom.feeds()

    @property
    def local_sources(self) -> str:
        """What the setting `local_sources` must hold so that the address guard lets these outlets through."""
        return ",".join(f"{host}:{port}" for host, port in self._outlets)

    @property
    def clock(self) -> datetime:
        """The moment that pages and feeds show (UTC)."""
        if self._clock_file is not None:
            with suppress(FileNotFoundError, ValueError):  # while nobody has set a clock, the present one holds
                return datetime.fromisoformat(self._clock_file.read_text(encoding="utf-8").strip()).astimezone(UTC)
        return self._clock

    def set_clock(self, now: datetime) -> None:
        """From now on the newsroom is as it was at `now` (timezone-aware)."""
        if now.tzinfo is None:
            raise ValueError(f"the clock needs a time zone: {now.isoformat()}")
        self._clock = now.astimezone(UTC)

    def stop(self) -> None:
        """Closes all sockets and ends the thread; a second call does nothing."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def __enter__(self) -> RunningNewsroom:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self, sockets: Sequence[socket.socket]) -> None:
        asyncio.set_event_loop(self._loop)
        application = web.Application()
        application.router.add_route("GET", "/{path:.*}", self._answer)  # aiohttp answers HEAD with it too
        runner = web.AppRunner(application, access_log=None, handle_signals=False)
        self._loop.run_until_complete(runner.setup())
        for listener in sockets:
            self._loop.run_until_complete(web.SockSite(runner, listener).start())
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(runner.cleanup())
            self._loop.close()

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.transport.get_extra_info("sockname") if request.transport else None
        key = self._outlets[(name[0], name[1])] if name else next(iter(self._outlets.values()))
        answer = self.newsroom.respond(key, request.path_qs, self.clock)
        headers = dict(answer.headers)
        if answer.status == 200:
            headers["ETag"] = answer.etag
            if answer.modified_at:
                headers["Last-Modified"] = format_datetime(answer.modified_at.astimezone(UTC), usegmt=True)
            if _is_unchanged(request, answer):
                headers.pop("Content-Type", None)
                return web.Response(status=304, headers=headers)
        return web.Response(status=answer.status, headers=headers, body=answer.body)


def start(anchor_day: date, port: int = 0, clock_file: Path | None = None, network: str = LOOPBACK) -> RunningNewsroom:
    """Serves the newsroom of `anchor_day` in a thread; the clock stands at the anchor day's evening until it is set.

    A given `port` keeps addresses the same from run to run; 0 takes one that is free. Where the system knows only
    127.0.0.1, outlets sit on consecutive ports instead of consecutive addresses. `network` holds the first three numbers
    of the addresses, for clients on other hosts than this one.
    """
    outlets = list(Newsroom(anchor_day).outlets)
    sockets = _listen(outlets, port, network)
    bases = {key: "http://{}:{}".format(*_name(listener)) for key, listener in sockets.items()}
    return RunningNewsroom(Newsroom(anchor_day, bases), sockets, clock_file)


def _listen(outlets: Sequence[str], port: int, network: str) -> dict[str, socket.socket]:
    for attempt in range(_TRIES):
        first = port or _free_port()
        try:
            return _bind([(f"{network}.{_FIRST_ADDRESS + index}", first) for index in range(len(outlets))], outlets)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL and network == LOOPBACK:
                return _bind([("127.0.0.1", first + index) for index in range(len(outlets))], outlets)
            if error.errno != errno.EADDRINUSE or port or attempt == _TRIES - 1:
                raise ConfigurationError(
                    f"the sample newsroom cannot listen on port {first}: {error.strerror}; "
                    "end the program that uses it or choose another port"
                ) from error
    raise AssertionError("unreachable: the last try raises")


def _bind(addresses: Sequence[Key], outlets: Sequence[str]) -> dict[str, socket.socket]:
    sockets: dict[str, socket.socket] = {}
    try:
        for outlet, address in zip(outlets, addresses, strict=True):
            listener = sockets[outlet] = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(64)
    except OSError:
        for listener in sockets.values():
            listener.close()
        raise
    return sockets


def _free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        return _name(probe)[1]


def _name(listener: socket.socket) -> Key:
    host, port = listener.getsockname()
    return str(host), int(port)


def _is_unchanged(request: web.Request, answer: Response) -> bool:
    """Whether the client's copy is still good; If-None-Match goes before If-Modified-Since (RFC 9110, 13.1.3)."""
    if (tags := request.headers.get("If-None-Match")) is not None:
        return answer.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")} or tags.strip() == "*"
    since = request.headers.get("If-Modified-Since")
    if since is None or answer.modified_at is None:
        return False
    try:
        return answer.modified_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except ValueError:
        return False


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until Ctrl-C or a signal; prints one JSON line with the feeds and addresses."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.sample.server", description=__doc__)
    parser.add_argument("--anchor", type=date.fromisoformat, required=True, help="the newsroom's last day, YYYY-MM-DD")
    parser.add_argument("--port", type=int, default=0, help="port of every outlet; 0 takes a free one")
    parser.add_argument("--clock", type=Path, help="file with the moment to show (ISO 8601), read at every request")
    options = parser.parse_args(arguments)
    with start(options.anchor, options.port, options.clock) as running:
        facts = {
            "feeds": [feed.url for feed in running.feeds],
            "local_sources": running.local_sources,
            "bases": running.newsroom.bases,
        }
        print(json.dumps(facts), flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
