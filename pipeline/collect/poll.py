"""Polls feeds: asks conditionally, parses, identifies the items and decides what to remember. Stores nothing itself."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipeline.collect.challenges import refusal_kind
from pipeline.collect.client import FetchRequest, FetchResult
from pipeline.collect.discover import feeds_of_page
from pipeline.collect.fan_out import fan_out
from pipeline.collect.feed_document import ChildSitemap, FeedDocument, NotAFeed
from pipeline.collect.identity import Identified, identify, window_of
from pipeline.collect.outcomes import MEANINGS, NETWORK_FAILURES, SUCCESSES, Outcome, Weight
from pipeline.collect.politeness import host_of
from pipeline.collect.redirects import follow_redirect
from pipeline.collect.schedule import Observation, decide
from pipeline.collect.session import Session
from pipeline.collect.state import FeedState, PolledItem, PollResult
from pipeline.records import FeedItem
from pipeline.settings import Settings

FULL_EVERY_POLLS = 20  # some servers say 304 for ever
FULL_EVERY = timedelta(days=7)
_MAX_CHILDREN = 3  # of a sitemap index, the most recent
_CHILD_AGE = timedelta(days=3)
_CHALLENGE_WAIT = 12 * 3600.0  # a site that wants proof of a human is left alone for half a day
_NETWORK_RETRY = 900.0
_NETWORK_SHARE = 0.8  # of the hosts must fail before the network is at fault
_NETWORK_HOSTS = 5  # fewer hosts than this prove nothing
_DATED_BY_REQUEST = timedelta(seconds=90)
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the answer to a poll turned out to be."""

    outcome: Outcome
    document: FeedDocument | None = None
    error: str | None = None
    suggestions: tuple[str, ...] = ()
    extra_requests: int = 0


async def poll_feeds(
    states: Iterable[FeedState],
    now: datetime,
    settings: Settings,
    *,
    session: Session | None = None,
    holds: Mapping[str, datetime] | None = None,
) -> AsyncIterator[PollResult]:
    """Poll feeds concurrently and politely; yields each result when it is final.

    Failures that our own network could have caused are held back until all hosts are heard: when more than four in five
    fail so, they come out as `network_down` and charge no feed. `holds` are hosts that still rest, as of earlier polls.
    """
    if session is None:
        left = {host: (until - now).total_seconds() for host, until in (holds or {}).items() if until > now}
        async with Session(settings, holds=left) as own:
            async for result in poll_feeds(states, now, settings, session=own):
                yield result
        return
    active = [state for state in states if state.state == "active"]
    is_host_well: dict[str, bool] = {}
    doubtful: list[PollResult] = []
    per_host = settings.max_connections_per_host
    async for result in fan_out(
        ((host_of(state.url), state) for state in active),
        lambda state: poll_feed(session, state, now, settings),
        per_host,
    ):
        failed = result.outcome in NETWORK_FAILURES
        if result.outcome not in (Outcome.HOST_HELD, Outcome.INVALID_URL, Outcome.BLOCKED_ADDRESS):
            is_host_well[result.host] = is_host_well.get(result.host, False) or not failed
        if failed:
            doubtful.append(result)
        else:
            yield result
    failing = sum(1 for is_well in is_host_well.values() if not is_well)
    is_network_down = len(is_host_well) >= _NETWORK_HOSTS and failing > _NETWORK_SHARE * len(is_host_well)
    for result in doubtful:
        yield _uncharged(result) if is_network_down else result


async def check_feed(state: FeedState, now: datetime, settings: Settings) -> PollResult:
    """Poll one feed at a person's wish: due or not, active or not, and the whole document, changed or not."""
    state = replace(state, etag=None, last_modified=None, body_sha256=None)
    async with Session(settings) as session:
        return await poll_feed(session, state, now, settings)


async def poll_feed(session: Session, state: FeedState, now: datetime, settings: Settings) -> PollResult:
    """Poll one feed once.

    The state in the result holds everything to store, in one transaction with the items. Nothing is raised for what a
    server does: the outcome and its words say it.
    """
    is_full = _is_full_poll(state, now)
    answer = await session.client.fetch(
        FetchRequest(
            url=state.url,
            max_bytes=settings.max_feed_bytes,
            timeout_seconds=settings.fetch_timeout_seconds,
            headers=(("Accept", _ACCEPT), *(() if is_full else _conditions(state))),
            obeys_robots=settings.obey_robots_for_feeds,
            verifies_tls=state.verifies_tls,
        )
    )
    reading = await _read(session, state, answer, is_full, now, settings)
    return _result(state, answer, reading, is_full, now, settings)


def _is_full_poll(state: FeedState, now: datetime) -> bool:
    """True where no condition is sent: there is none, or it is time to see the document itself again."""
    if not (state.etag or state.last_modified) or state.last_full_at is None:
        return True
    return state.conditional_count >= FULL_EVERY_POLLS - 1 or now - state.last_full_at >= FULL_EVERY


def _conditions(state: FeedState) -> tuple[tuple[str, str], ...]:
    """The validators of the last good document, exactly as the server wrote them."""
    pairs = (("If-None-Match", state.etag), ("If-Modified-Since", state.last_modified))
    return tuple((name, value) for name, value in pairs if value)


async def _read(
    session: Session, state: FeedState, answer: FetchResult, is_full: bool, now: datetime, settings: Settings
) -> _Reading:
    """Make a feed of the answer, or say why there is none."""
    if answer.outcome is Outcome.NOT_MODIFIED:
        if is_full:
            return _Reading(
                Outcome.EMPTY_BODY, error=f"{answer.final_url} says 304 though nothing was asked conditionally"
            )
        return _Reading(Outcome.NOT_MODIFIED)
    is_cut_stream = answer.outcome is Outcome.INCOMPLETE_BODY and answer.has_wire_end
    if answer.outcome is not Outcome.OK and not is_cut_stream:
        outcome = refusal_kind(answer) or answer.outcome
        return _Reading(outcome, error=answer.error or f"{MEANINGS[outcome].words}: {answer.final_url}")
    if not answer.body.strip():
        return _Reading(Outcome.EMPTY_BODY, error=f"{answer.final_url} answered with no content")
    if not is_cut_stream and hashlib.sha256(answer.body).hexdigest() == state.body_sha256:
        return _Reading(Outcome.UNCHANGED)
    try:
        document = await _parse(session, answer, state, now, settings)
        extra = 0
        if document.children:
            document, extra = await _with_children(session, document, state, now, settings)
    except NotAFeed as refusal:
        outcome = refusal.outcome
        if outcome is Outcome.NOT_A_FEED:
            outcome = refusal_kind(answer) or outcome
        suggestions = (
            feeds_of_page(answer.body, answer.final_url, answer.headers) if outcome is Outcome.NOT_A_FEED else ()
        )
        return _Reading(outcome, error=f"{answer.final_url}: {refusal}", suggestions=suggestions)
    if is_cut_stream:
        words = "the compressed body has no end; what arrived was read"
        document = replace(document, is_partial=True, warnings=(*document.warnings, words))
    return _Reading(Outcome.OK, document, extra_requests=extra)


async def _parse(
    session: Session, answer: FetchResult, state: FeedState, now: datetime, settings: Settings
) -> FeedDocument:
    return await session.parser.parse(
        answer.body,
        answer.final_url,
        now,
        content_type=answer.header("Content-Type"),
        max_items=settings.max_feed_items,
        default_offset_minutes=state.utc_offset_minutes,
        max_bytes=settings.max_feed_bytes,
    )


async def _with_children(
    session: Session, index: FeedDocument, state: FeedState, now: datetime, settings: Settings
) -> tuple[FeedDocument, int]:
    """The items of a sitemap index's most recent children, as one document, and the requests that it took."""
    items: list[FeedItem] = []
    warnings: list[str] = list(index.warnings)
    requests, total = 0, 0
    refusals: list[NotAFeed] = []
    for child in _recent_children(index.children, now):
        answer = await session.client.fetch(
            FetchRequest(
                url=child.url,
                max_bytes=settings.max_feed_bytes,
                timeout_seconds=settings.fetch_timeout_seconds,
                obeys_robots=settings.obey_robots_for_feeds,
                verifies_tls=state.verifies_tls,
            )
        )
        requests += answer.request_count
        if answer.outcome is not Outcome.OK:
            warnings.append(answer.error or f"{child.url}: {MEANINGS[answer.outcome].words}")
            continue
        try:
            document = await _parse(session, answer, state, now, settings)
        except NotAFeed as refusal:
            warnings.append(f"{child.url}: {refusal}")
            refusals.append(refusal)
            continue
        items += document.items
        total += document.total_count
    if not items:
        outcome = refusals[0].outcome if refusals else Outcome.NOT_A_NEWS_SITEMAP
        raise NotAFeed(f"no recent child of the sitemap index has news entries ({'; '.join(warnings)[:300]})", outcome)
    kept = tuple(items[: settings.max_feed_items])
    return replace(
        index, items=kept, total_count=total, dropped_count=total - len(kept), warnings=tuple(warnings), children=()
    ), requests


def _recent_children(children: tuple[ChildSitemap, ...], now: datetime) -> list[ChildSitemap]:
    """The few children that can hold recent news: changed lately or undated; news by name first, then the newest."""
    recent = [child for child in children if child.modified_at is None or now - child.modified_at <= _CHILD_AGE]
    oldest = datetime(1970, 1, 1, tzinfo=UTC)
    recent.sort(key=lambda child: ("news" in child.url.lower(), child.modified_at or oldest), reverse=True)
    return recent[:_MAX_CHILDREN]


def _result(
    before: FeedState, answer: FetchResult, reading: _Reading, is_full: bool, now: datetime, settings: Settings
) -> PollResult:
    outcome = reading.outcome
    is_success = outcome in SUCCESSES
    state = replace(before, poll_count=before.poll_count + 1, last_poll_at=now)
    identified: Identified | None = None
    if reading.document is not None:
        trusted = dates_are_trusted(reading.document.items, now)
        identified = identify(
            reading.document.items,
            before.window,
            before.key_policy,
            now,
            is_first_poll=before.last_success_at is None,
            dates_trusted=trusted,
        )
        state = _after_document(state, reading.document, identified, answer, trusted)
    if is_success:
        state = _after_success(state, answer, reading, is_full, now)
    elif MEANINGS[outcome].weight is not Weight.NONE:
        heavy = 1.0 if MEANINGS[outcome].weight is Weight.HARD else 0.5
        state = replace(state, failure_count=state.failure_count + 1, failure_weight=state.failure_weight + heavy)
    state = replace(state, gone_count=state.gone_count + 1 if outcome is Outcome.GONE else 0)
    items = identified.items if identified else ()
    new, known = _counts(items)
    decision = decide(
        before.schedule,
        _observation(before, state, answer, reading, items, now),
        settings.min_poll_seconds,
        settings.max_poll_seconds,
    )
    state = replace(state, schedule=decision.state, interval_seconds=decision.seconds or state.interval_seconds)
    if decision.seconds is None:
        state = replace(state, state="disabled", disabled_reason=decision.reason, next_poll_at=None)
    else:
        state = replace(state, next_poll_at=now + timedelta(seconds=decision.seconds))
    document = reading.document
    return PollResult(
        before=before,
        state=state,
        polled_at=now,
        outcome=outcome,
        status=answer.status,
        items=items,
        new_count=new,
        known_count=known,
        dropped_count=(document.dropped_count if document else 0) + (identified.dropped_count if identified else 0),
        feed_title=document.title if document else None,
        feed_format=document.format if document else None,
        language=document.language if document else None,
        final_url=answer.final_url,
        moved_to=answer.permanent_url,
        redirect_saved=state.url != before.url,
        is_partial=document.is_partial if document else False,
        warnings=document.warnings if document else (),
        error=reading.error,
        retry_after_seconds=answer.retry_after_seconds,
        host=host_of(answer.final_url) if outcome is Outcome.RATE_LIMITED else host_of(before.url),
        host_held_until=now + timedelta(seconds=decision.seconds)
        if outcome is Outcome.RATE_LIMITED and decision.seconds
        else None,
        elapsed_seconds=answer.elapsed_seconds,
        body_bytes=len(answer.body),
        request_count=answer.request_count + reading.extra_requests,
        was_conditional=not is_full,
        next_poll_seconds=decision.seconds,
        suggestions=reading.suggestions,
        reason=f"{reading.error or MEANINGS[outcome].words}; {decision.reason}",
    )


def _after_document(
    state: FeedState, document: FeedDocument, identified: Identified, answer: FetchResult, trusted: bool
) -> FeedState:
    """Remember what the document taught; of a partial one, only that its items are known."""
    window = window_of(identified.items)
    if document.is_partial:
        seen = {entry.key for entry in window}
        window = (*window, *(entry for entry in state.window if entry.key not in seen))
        return replace(state, window=window, key_policy=identified.policy)
    return replace(
        state,
        etag=_validator(answer.header("ETag")),
        last_modified=_validator(answer.header("Last-Modified")),
        body_sha256=hashlib.sha256(answer.body).hexdigest() if document.format != "sitemap_index" else None,
        window=window,
        key_policy=identified.policy,
        utc_offset_minutes=document.utc_offset_minutes
        if document.utc_offset_minutes is not None
        else state.utc_offset_minutes,
        dates_trusted=trusted,
    )


def _after_success(state: FeedState, answer: FetchResult, reading: _Reading, is_full: bool, now: datetime) -> FeedState:
    if reading.outcome is not Outcome.OK:
        # The same document, yet perhaps under new validators: they are the ones to send next time.
        state = replace(
            state,
            etag=_validator(answer.header("ETag")) or state.etag,
            last_modified=_validator(answer.header("Last-Modified")) or state.last_modified,
        )
    state = follow_redirect(state, answer.permanent_url, now)
    return replace(
        state,
        failure_count=0,
        failure_weight=0.0,
        last_success_at=now,
        conditional_count=0 if is_full else state.conditional_count + 1,
        last_full_at=now if is_full else state.last_full_at,
    )


def _validator(value: str | None) -> str | None:
    """A validator worth sending back: not empty, and safe to write into a header as it is."""
    return value if value and value.isprintable() else None


def dates_are_trusted(items: tuple[FeedItem, ...], now: datetime) -> bool:
    """False where the dates of a document say nothing: most are impossible, or all are the moment of the request."""
    if len(items) < 5:
        return True
    impossible = sum(1 for item in items if item.date_flag in ("future", "ancient", "unreadable"))
    if impossible * 2 > len(items):
        return False
    stated = [item.published_at for item in items if item.published_at]
    return len(stated) < 5 or any(abs(now - moment) > _DATED_BY_REQUEST for moment in stated)


def _counts(items: tuple[PolledItem, ...]) -> tuple[int, int]:
    """New items and those seen before; stale ones count as seen, since they say nothing about the feed's rate."""
    new = sum(1 for item in items if item.status == "new")
    return new, len(items) - new


def _observation(
    before: FeedState,
    state: FeedState,
    answer: FetchResult,
    reading: _Reading,
    items: tuple[PolledItem, ...],
    now: datetime,
) -> Observation:
    new, known = _counts(items)
    dated = (item.item.published_at for item in items if item.status == "new" and item.effective_basis == "feed")
    outcome = reading.outcome
    kind = {Outcome.GONE: "gone", Outcome.RATE_LIMITED: "rate_limited", Outcome.HOST_HELD: "held"}.get(
        outcome, "failed"
    )
    wait = answer.retry_after_seconds
    if outcome is Outcome.BOT_CHALLENGE:
        wait = max(wait or 0.0, _CHALLENGE_WAIT)
    last = before.last_success_at
    return Observation(
        feed=before.url,
        now=now.timestamp(),
        kind="ok" if outcome in SUCCESSES else kind,
        new=new,
        seen=known,
        new_at=tuple(moment.timestamp() for moment in dated if moment is not None),
        elapsed=None if last is None else (now - last).total_seconds(),
        failures=state.failure_count,
        retry_after=wait,
        hint=_hint_seconds(answer, reading.document),
    )


def _hint_seconds(answer: FetchResult, document: FeedDocument | None) -> float | None:
    """The longest of the waits that the server asks for: max-age of the headers, ttl of the document."""
    match = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", answer.header("Cache-Control") or "", re.I)
    hints = [float(match[1])] if match else []
    if document is not None and document.ttl_seconds:
        hints.append(document.ttl_seconds)
    return max(hints, default=None)


def _uncharged(result: PollResult) -> PollResult:
    """The same poll, when our own network was at fault: the feed is as it was, and is asked again soon."""
    state = replace(
        result.before,
        last_poll_at=result.polled_at,
        next_poll_at=result.polled_at + timedelta(seconds=_NETWORK_RETRY),
    )
    words = f"{MEANINGS[Outcome.NETWORK_DOWN].words}; no feed is charged"
    return replace(
        result,
        state=state,
        outcome=Outcome.NETWORK_DOWN,
        next_poll_seconds=_NETWORK_RETRY,
        reason=f"{words} ({result.error})",
    )


def poll_all(states: Iterable[FeedState], now: datetime, settings: Settings) -> list[PollResult]:
    """`poll_feeds` for callers without an event loop: all results as a list."""

    async def run() -> list[PollResult]:
        return [result async for result in poll_feeds(states, now, settings)]

    return asyncio.run(run())
