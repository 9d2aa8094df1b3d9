"""What a batch of polls or fetches shares: one HTTP client and one pool of parsing children."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Self

from aiohttp.abc import AbstractResolver

from pipeline.collect.client import Client
from pipeline.collect.clock import Clock
from pipeline.collect.parse_pool import ParsePool
from pipeline.collect.robots import RobotsRecord
from pipeline.settings import Settings


class Session:
    """Use as `async with Session(settings) as session`; `holds` are hosts that rest, with the seconds left.

    A `parser` that is handed in is shared and stays open.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Clock | None = None,
        holds: Mapping[str, float] | None = None,
        robots: Mapping[str, RobotsRecord] | None = None,
        resolver: AbstractResolver | None = None,
        parser: ParsePool | None = None,
    ) -> None:
        self.settings = settings
        self.client = Client(settings, now=now, clock=clock, robots=robots, resolver=resolver)
        self.parser = parser or ParsePool(settings.parse_timeout_seconds)
        self._owns_parser = parser is None
        self._stack = AsyncExitStack()
        for host, seconds in (holds or {}).items():
            self.client.gate.hold(host, seconds)

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.client)
        if self._owns_parser:
            await self._stack.enter_async_context(self.parser)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
