"""Runs many jobs at once, each host's in a queue of its own, and hands back results as they come."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
_BACKLOG = 64  # finished results that may wait for the caller; more, and the workers pause


async def fan_out(
    jobs: Iterable[tuple[str, Job]], run: Callable[[Job], Awaitable[Result]], per_host: int
) -> AsyncIterator[Result]:
    """Yield `run(job)` for all (host, job) pairs in the order in which they finish, `per_host` at a time at one host.

    The first exception of `run` ends everything and is raised.
    """
    queues: dict[str, deque[Job]] = {}
    count = 0
    for host, job in jobs:
        queues.setdefault(host, deque()).append(job)
        count += 1
    results: asyncio.Queue[Result] = asyncio.Queue(_BACKLOG)

    async def work(queue: deque[Job]) -> None:
        while queue:
            await results.put(await run(queue.popleft()))

    workers = [asyncio.create_task(work(queue)) for queue in queues.values() for _ in range(min(per_host, len(queue)))]
    failure: asyncio.Future[None] = asyncio.ensure_future(_first_failure(workers))
    try:
        for _ in range(count):
            getter = asyncio.ensure_future(results.get())
            waiting: set[asyncio.Future[Any]] = {getter, failure}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not getter.done() and failure.done() and failure.exception() is not None:
                getter.cancel()
                failure.result()
            yield await getter
    finally:
        failure.cancel()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, failure, return_exceptions=True)


async def _first_failure(workers: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*workers)
