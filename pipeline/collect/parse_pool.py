"""Parses feeds in a few child processes that are reused, and killed when a document takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from datetime import datetime
from typing import Self

from pipeline.collect.feed_document import FeedDocument, NotAFeed, from_json
from pipeline.collect.outcomes import Outcome

_MAX_WORKERS = 4


class ParsePool:
    """A pool of parsing children that start when needed; use as `async with ParsePool(timeout_seconds) as pool`."""

    def __init__(self, timeout_seconds: float, workers: int | None = None) -> None:
        self._timeout = timeout_seconds
        self._size = workers or max(1, min(_MAX_WORKERS, os.cpu_count() or 1))
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._permits = asyncio.Semaphore(self._size)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in list(self._all):
            await self._kill(process)

    async def parse(
        self,
        body: bytes,
        url: str,
        now: datetime,
        *,
        content_type: str | None,
        max_items: int,
        default_offset_minutes: int | None,
        max_bytes: int,
    ) -> FeedDocument:
        """`parse_feed` in a child; raises `NotAFeed`, with outcome parse_failure for what takes too long or crashes."""
        arguments = {
            "url": url,
            "now": now.isoformat(),
            "content_type": content_type,
            "max_items": max_items,
            "default_offset_minutes": default_offset_minutes,
            "max_bytes": max_bytes,
        }
        frame = json.dumps(arguments).encode() + b"\n" + body
        async with self._permits:
            process = self._idle.pop() if self._idle else await self._start()
            try:
                async with asyncio.timeout(self._timeout):
                    answer = await _ask(process, frame)
            except TimeoutError:
                await self._kill(process)
                words = f"the document took longer than {self._timeout:g} s to parse and was given up"
                raise NotAFeed(words, Outcome.PARSE_FAILURE) from None
            except (asyncio.IncompleteReadError, ConnectionError):
                await self._kill(process)
                raise NotAFeed("the document broke the parser", Outcome.PARSE_FAILURE) from None
            except BaseException:
                await self._kill(process)
                raise
            self._idle.append(process)
        if answer[:1] == b"D":
            return from_json(answer[1:])
        error = json.loads(answer[1:])
        raise NotAFeed(error["words"], Outcome(error["outcome"]))

    async def _start(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "pipeline.collect.parse_worker", stdin=PIPE, stdout=PIPE
        )
        self._all.add(process)
        return process

    async def _kill(self, process: Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _ask(process: Process, frame: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise ConnectionError("the parsing child has no pipes")
    process.stdin.write(len(frame).to_bytes(4, "big") + frame)
    await process.stdin.drain()
    header = await process.stdout.readexactly(4)
    return await process.stdout.readexactly(int.from_bytes(header, "big"))
