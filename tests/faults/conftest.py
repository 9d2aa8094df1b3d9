"""What the fault cases share: a server, one pool of parsing children, a clock that needs no waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from pipeline.collect.pages import PageResult, fetch_pages
from pipeline.collect.parse_pool import ParsePool
from pipeline.collect.poll import poll_feed
from pipeline.collect.session import Session
from pipeline.collect.state import FeedState, PollResult
from pipeline.settings import Settings
from tests.faults.documents import NOW
from tests.faults.server import FaultServer


class FakeClock:
    """A clock that moves only when somebody sleeps on it."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def parser() -> AsyncIterator[ParsePool]:
    async with ParsePool(20.0) as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


def settings_for(*servers: FaultServer, **changes: Any) -> Settings:
    sources = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return Settings(**{"local_sources": sources, "min_host_gap_seconds": 0.0, "fetch_timeout_seconds": 10.0, **changes})


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def open_session(parser: ParsePool, clock: FakeClock) -> Callable[..., Any]:
    @asynccontextmanager
    async def opened(
        *servers: FaultServer, now: datetime = NOW, session: Any = None, **changes: Any
    ) -> AsyncIterator[Session]:
        options = {"resolver": changes.pop("resolver", None), "robots": changes.pop("robots", None)}
        settings = settings_for(*servers, **changes)
        async with Session(settings, now=lambda: now, clock=clock, parser=parser, **options) as running:
            yield running

    return opened


@pytest.fixture
def poll(open_session: Callable[..., Any]) -> Callable[..., Awaitable[PollResult]]:
    async def run(
        server: FaultServer, state: FeedState | str = "/feed", now: datetime = NOW, **changes: Any
    ) -> PollResult:
        state = FeedState(url=server.url(state)) if isinstance(state, str) else state
        async with open_session(server, now=now, **changes) as session:
            return await poll_feed(session, state, now, session.settings)

    return run


@pytest.fixture
def fetch(open_session: Callable[..., Any]) -> Callable[..., Awaitable[PageResult]]:
    async def run(server: FaultServer, url: str = "/story", now: datetime = NOW, **changes: Any) -> PageResult:
        url = server.url(url) if url.startswith("/") else url
        async with open_session(server, now=now, **changes) as session:
            return await anext(fetch_pages([url], now, session.settings, session=session))

    return run
