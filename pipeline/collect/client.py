"""One asynchronous HTTP client for feeds and pages: guarded, capped, polite, and honest about what came back.

It never guesses a charset, keeps no cookie, uses no proxy and follows redirects itself, so that each hop is checked.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from pipeline.collect.clock import Clock, SystemClock
from pipeline.collect.decoding import BodyDecoder, DecodeError, TooLarge
from pipeline.collect.guard import AddressGuard, BlockedAddress
from pipeline.collect.outcomes import MEANINGS, Outcome, outcome_of_status
from pipeline.collect.politeness import HostGate, HostHeld, host_of, retry_after_seconds
from pipeline.collect.resolver import LoopbackNamesResolver
from pipeline.collect.robots import MAX_ROBOTS_BYTES, RobotsRecord, crawl_delay, origin_of, record_answer, verdict
from pipeline.settings import Settings

MAX_REDIRECTS = 5
PERMANENT_REDIRECTS = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CONNECT_SECONDS = 10.0
_RETRY_PAUSE_SECONDS = 1.0
_RETRIED_ONCE = frozenset({Outcome.CONNECTION_FAILURE, Outcome.INCOMPLETE_BODY, Outcome.SERVER_ERROR})
_CHUNK = 1 << 16
_MAX_ERROR_BODY = 256 * 1024  # of an error page only the beginning matters: what kind of refusal is it?

# Decides on content type and first decoded bytes whether the body is worth downloading; a string is the reason why not.
Accept = Callable[[str | None, bytes], str | None]


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to ask for. `headers` are sent on every hop; `accept` may end the download after the first bytes."""

    url: str
    max_bytes: int
    timeout_seconds: float
    headers: tuple[tuple[str, str], ...] = ()
    obeys_robots: bool = True
    verifies_tls: bool = True
    accept: Accept | None = None
    tries: int = 2


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was followed."""

    url: str
    status: int
    location: str

    @property
    def is_permanent(self) -> bool:
        """True for 301 and 308."""
        return self.status in PERMANENT_REDIRECTS


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came back. `body` is decoded of its content coding and holds what arrived before a failure, too."""

    url: str
    final_url: str
    outcome: Outcome
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    elapsed_seconds: float = 0.0
    error: str | None = None
    retry_after_seconds: float | None = None
    request_count: int = 0
    has_wire_end: bool = False  # the answer ended where it said it would, whatever its content coding says

    def header(self, name: str) -> str | None:
        """The first header of that name, in the words of the server."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def is_partial(self) -> bool:
        """True where the body is only the beginning of the document."""
        return self.outcome in (Outcome.INCOMPLETE_BODY, Outcome.TOO_LARGE)

    @property
    def permanent_url(self) -> str | None:
        """Where an unbroken chain of permanent redirects from the start leads; None where there is none."""
        last = None
        for hop in self.hops:
            if not hop.is_permanent:
                break
            last = hop.location
        return last


@dataclass(slots=True)
class _Budget:
    """Time that one request may still spend on the wire; waiting for politeness is free."""

    left: float
    requests: int = 0
    spent: float = field(default=0.0)

    def spend(self, seconds: float) -> None:
        self.left -= seconds
        self.spent += seconds


class Client:
    """The client of one process; use as `async with Client(settings) as client`.

    `now` gives the wall clock (for Retry-After dates and robots.txt ages), `clock` the waits between requests.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Clock | None = None,
        robots: Mapping[str, RobotsRecord] | None = None,
        resolver: aiohttp.abc.AbstractResolver | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._clock = clock or SystemClock()
        self._guard = AddressGuard(settings.local_source_list)
        self._resolver = resolver
        self._robots = dict(robots or {})
        self._robots_locks: dict[str, asyncio.Lock] = {}
        self._network = asyncio.Semaphore(settings.max_connections)
        self._session: aiohttp.ClientSession | None = None
        self.gate = HostGate(settings.max_connections_per_host, settings.min_host_gap_seconds, self._clock)
        self.user_agent = user_agent(settings.user_agent_contact)

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=0,  # the gate and the semaphore limit
            socket_factory=self._guard,
            resolver=self._resolver or LoopbackNamesResolver(),
            ttl_dns_cache=300,
            happy_eyeballs_delay=0.25,
            ssl=_tls_context(),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            requote_redirect_url=False,
            max_line_size=32_768,
            max_field_size=32_768,
            max_headers=1_000,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def robots_records(self) -> tuple[RobotsRecord, ...]:
        """What was learned of robots.txt files, for keeping until the next run."""
        return tuple(self._robots.values())

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """Ask for a URL and say what came of it; never raises for what a server or the network does.

        A broken connection, an incomplete body and a failing server are tried once more, a body that is not what its
        coding says once more without compression.
        """
        result = await self._fetch_once(request)
        if request.tries > 1:
            if result.outcome is Outcome.DECODE_ERROR:
                plain = replace(request, headers=(*request.headers, ("Accept-Encoding", "identity")))
                result = _joined(result, await self._fetch_once(plain))
            elif result.outcome in _RETRIED_ONCE:
                await self._clock.sleep(_RETRY_PAUSE_SECONDS * (0.5 + random.random()))
                result = _joined(result, await self._fetch_once(request))
        return result

    async def _fetch_once(self, request: FetchRequest) -> FetchResult:
        url = request.url
        hops: tuple[Hop, ...] = ()
        budget = _Budget(request.timeout_seconds)
        seen = {url}
        while True:
            problem = url_problem(url)
            if problem:
                outcome = Outcome.BAD_REDIRECT if hops else Outcome.INVALID_URL
                return _failed(request, url, outcome, problem, hops, budget)
            if request.obeys_robots:
                refusal = await self._robots_verdict(url, request)
                if refusal is not None:
                    result = _failed(request, url, refusal, f"{MEANINGS[refusal].words}: {url}", hops, budget)
                    return replace(result, retry_after_seconds=self.gate.held_seconds(host_of(url)) or None)
            result = await self._ask(request, url, hops, budget)
            location = result.header("Location") if result.status in _REDIRECTS else None
            if location is None:
                return result
            target = urljoin(url, location.strip())
            hops = (*hops, Hop(url, int(result.status or 0), target))
            if len(hops) > MAX_REDIRECTS or target in seen:
                words = f"{MEANINGS[Outcome.TOO_MANY_REDIRECTS].words}: {request.url}"
                return _failed(request, url, Outcome.TOO_MANY_REDIRECTS, words, hops, budget)
            seen.add(target)
            url = target

    async def _ask(self, request: FetchRequest, url: str, hops: tuple[Hop, ...], budget: _Budget) -> FetchResult:
        """One request for one URL, redirects not followed."""
        host = host_of(url)
        try:
            async with self.gate.slot(host), self._network:
                started = time.monotonic()
                try:
                    async with asyncio.timeout(max(0.001, budget.left)):
                        return await self._exchange(request, url, hops, budget, started)
                finally:
                    budget.spend(time.monotonic() - started)
        except HostHeld as held:
            result = _failed(request, url, Outcome.HOST_HELD, str(held), hops, budget)
            return replace(result, retry_after_seconds=held.seconds)
        except TimeoutError:
            words = f"no complete answer from {url} within {request.timeout_seconds:g} s"
            return _failed(request, url, Outcome.TIMEOUT, words, hops, budget)
        except (aiohttp.ClientError, ssl.SSLError, OSError, ValueError) as error:
            outcome = _outcome_of_error(error)
            words = f"{MEANINGS[outcome].words}: {url} ({_words(error)})"
            return _failed(request, url, outcome, words, hops, budget)

    async def _exchange(
        self, request: FetchRequest, url: str, hops: tuple[Hop, ...], budget: _Budget, started: float
    ) -> FetchResult:
        if self._session is None:
            raise RuntimeError("the client is not open; use it as `async with Client(settings) as client`")
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate, br",
            **dict(request.headers),
        }
        budget.requests += 1
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=min(_CONNECT_SECONDS, request.timeout_seconds))
        async with self._session.get(
            URL(url),
            headers=headers,
            allow_redirects=False,
            timeout=timeout,
            ssl=request.verifies_tls,
        ) as response:
            answer_headers = tuple((_text(key), _text(value)) for key, value in response.raw_headers)
            result = FetchResult(
                url=request.url,
                final_url=url,
                outcome=outcome_of_status(response.status),
                status=response.status,
                headers=answer_headers,
                hops=hops,
                request_count=budget.requests,
            )
            result = self._with_rest(result, host_of(url))
            if response.status not in _REDIRECTS and response.status != 304:
                result = await self._read(request, response, result)
            return replace(result, elapsed_seconds=budget.spent + time.monotonic() - started)

    async def _read(self, request: FetchRequest, response: aiohttp.ClientResponse, result: FetchResult) -> FetchResult:
        """Stream the body into a decoder until its end, a cap, or a refusal by the request's `accept`."""
        is_success = result.outcome is Outcome.OK
        limit = request.max_bytes if is_success else min(request.max_bytes, _MAX_ERROR_BODY)
        outcome, error, asked, has_end, decoder = result.outcome, None, False, False, None
        try:
            decoder = BodyDecoder(result.header("Content-Encoding"), limit)
            while chunk := await response.content.read(_CHUNK):
                decoder.feed(chunk)
                if is_success and not asked and decoder.body and request.accept is not None:
                    asked = True
                    if reason := request.accept(result.header("Content-Type"), bytes(decoder.body[:1024])):
                        response.close()
                        return replace(result, outcome=Outcome.UNSUPPORTED_TYPE, error=reason)
            has_end = True
            if is_success and not decoder.is_complete:
                outcome, error = Outcome.INCOMPLETE_BODY, f"the compressed body of {result.final_url} has no end"
        except TooLarge:
            response.close()
            if is_success:
                outcome = Outcome.TOO_LARGE
                error = f"{result.final_url} is larger than {limit} bytes; the limit is a setting"
        except DecodeError as problem:
            response.close()
            if is_success:
                outcome, error = Outcome.DECODE_ERROR, f"{result.final_url}: {problem}"
        except (aiohttp.ClientPayloadError, aiohttp.ClientConnectionError, ConnectionError) as problem:
            if is_success:
                outcome = Outcome.INCOMPLETE_BODY
                error = f"the connection broke before the end of {result.final_url} ({_words(problem)})"
        body = bytes(decoder.body) if decoder else b""
        return replace(result, outcome=outcome, error=error, body=body, has_wire_end=has_end)

    def _with_rest(self, result: FetchResult, host: str) -> FetchResult:
        """Read Retry-After; a 429 lets the whole host rest, a 503 only concerns the address."""
        if result.outcome not in (Outcome.RATE_LIMITED, Outcome.UNAVAILABLE):
            return result
        seconds = retry_after_seconds(result.header("Retry-After"), result.header("Date"), self._now())
        if result.outcome is Outcome.RATE_LIMITED:
            self.gate.hold(host, seconds if seconds is not None else self._settings.rate_limit_seconds)
        return replace(result, retry_after_seconds=seconds)

    async def _robots_verdict(self, url: str, request: FetchRequest) -> Outcome | None:
        origin = origin_of(url)
        async with self._robots_locks.setdefault(origin, asyncio.Lock()):
            record = self._robots.get(origin)
            if record is None or not record.is_fresh(self._now()):
                question = FetchRequest(
                    url=f"{origin}/robots.txt",
                    max_bytes=MAX_ROBOTS_BYTES,
                    timeout_seconds=min(request.timeout_seconds, 15.0),
                    obeys_robots=False,
                    verifies_tls=request.verifies_tls,
                    tries=1,
                )
                answer = await self._fetch_once(question)
                if answer.outcome in (Outcome.BLOCKED_ADDRESS, Outcome.HOST_HELD):
                    return answer.outcome
                record = record_answer(
                    origin,
                    answer.outcome,
                    answer.status,
                    answer.body,
                    self._now(),
                    record,
                    allows_when_failing=self._settings.allow_when_robots_fail,
                )
                self._robots[origin] = record
            if delay := crawl_delay(record):
                self.gate.slow_down(host_of(url), delay)
        return verdict(record, url)


def user_agent(contact: str) -> str:
    """The User-Agent header: name, version, and where a webmaster can complain."""
    try:
        version = metadata.version("wirewatch")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"Wirewatch/{version} (news monitoring; {contact})" if contact else f"Wirewatch/{version} (news monitoring)"


def url_problem(url: str) -> str | None:
    """Why a URL cannot be fetched, or None: only http and https with a host are."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        URL(url)
    except ValueError as error:
        return f"{url!r} is not a URL ({error})"
    if parts.scheme.lower() not in ("http", "https"):
        return f"{url!r} is refused: only http and https are fetched"
    return None if host else f"{url!r} names no host"


def _tls_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _text(raw: bytes) -> str:
    """A header as text; what is no UTF-8 is read as Latin-1, as RFC 9110 once had it."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _outcome_of_error(error: BaseException) -> Outcome:
    if isinstance(error, BlockedAddress) or "blocked address" in str(error):
        return Outcome.BLOCKED_ADDRESS
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Outcome.DNS_FAILURE
    if isinstance(error, (aiohttp.ClientSSLError, ssl.SSLError)):
        return Outcome.TLS_FAILURE
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ConnectionResetError):
        return Outcome.TLS_FAILURE  # reset after the connect and before the request: the handshake was broken off
    if isinstance(error, (aiohttp.InvalidURL, ValueError)) and not isinstance(error, aiohttp.ClientResponseError):
        return Outcome.INVALID_URL
    return Outcome.CONNECTION_FAILURE


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _failed(
    request: FetchRequest, url: str, outcome: Outcome, error: str, hops: tuple[Hop, ...], budget: _Budget
) -> FetchResult:
    return FetchResult(
        url=request.url,
        final_url=url,
        outcome=outcome,
        hops=hops,
        elapsed_seconds=budget.spent,
        error=error,
        request_count=budget.requests,
    )


def _joined(first: FetchResult, second: FetchResult) -> FetchResult:
    """The second try's answer, with the cost of both."""
    return replace(
        second,
        elapsed_seconds=first.elapsed_seconds + second.elapsed_seconds,
        request_count=first.request_count + second.request_count,
    )
