"""Who may ask a host when: connections at a time, a pause between requests, and rests that a host has asked for.

Each host has a queue of its own, so a slow or resting host delays nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pipeline.collect.clock import Clock, SystemClock

MAX_RETRY_AFTER_SECONDS = 86_400.0  # a server may ask for a day at most
MAX_CRAWL_DELAY_SECONDS = 60.0
PATIENCE_SECONDS = 90.0  # a rest longer than this is handed back to the caller, who comes again


class HostHeld(Exception):
    """The host asked for a rest that is longer than a caller should wait; `seconds` are left."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} rests for another {seconds:.0f} s at its own request")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    permits: asyncio.Semaphore
    gap: float
    next_start: float = 0.0
    held_until: float = 0.0


class HostGate:
    """Lets at most `max_connections` requests run at one host, `min_gap` seconds between two starts."""

    def __init__(self, max_connections: int, min_gap: float, clock: Clock | None = None) -> None:
        self._max_connections = max_connections
        self._min_gap = min_gap
        self._clock = clock or SystemClock()
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Hold one of the host's connections; waits for its turn and its gap; raises `HostHeld` for a long rest."""
        entry = self._entry(host)
        async with entry.permits:
            while (wait := self._wait(host, entry)) > 0:
                await self._clock.sleep(wait)
            entry.next_start = self._clock.monotonic() + entry.gap
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Let the host rest: no request starts there before `seconds` have passed."""
        entry = self._entry(host)
        entry.held_until = max(entry.held_until, self._clock.monotonic() + min(seconds, MAX_RETRY_AFTER_SECONDS))

    def held_seconds(self, host: str) -> float:
        """Seconds that are left of a host's rest; 0 for none."""
        entry = self._hosts.get(host)
        return max(0.0, entry.held_until - self._clock.monotonic()) if entry else 0.0

    def slow_down(self, host: str, gap: float) -> None:
        """Widen the host's gap to what its robots.txt wishes, a minute at most; never narrow it."""
        entry = self._entry(host)
        entry.gap = max(entry.gap, min(gap, MAX_CRAWL_DELAY_SECONDS))

    def _entry(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(asyncio.Semaphore(self._max_connections), self._min_gap)
        return self._hosts[host]

    def _wait(self, host: str, entry: _Host) -> float:
        now = self._clock.monotonic()
        if entry.held_until - now > PATIENCE_SECONDS:
            raise HostHeld(host, entry.held_until - now)
        return max(entry.next_start, entry.held_until) - now


def host_of(url: str) -> str:
    """The politeness key of a URL: host in lower case with its port, such as "example.org:443"; "" for no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
    except ValueError:
        return ""
    return f"{(parts.hostname or '').rstrip('.')}:{port}"


def retry_after_seconds(value: str | None, server_date: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, in either form, a day at most; None where it is absent or unreadable.

    A date is taken relative to the server's own Date header, since its clock may be wrong, else to `now`.
    Source: RFC 9110, section 10.2.3.
    """
    text = (value or "").strip()
    if not text:
        return None
    if text.replace(".", "", 1).isdigit():
        return min(float(text), MAX_RETRY_AFTER_SECONDS)
    until = _http_date(text)
    if until is None:
        return None
    base = _http_date(server_date or "") or now
    return min(max(0.0, (until - base) / timedelta(seconds=1)), MAX_RETRY_AFTER_SECONDS)


def _http_date(text: str) -> datetime | None:
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)
