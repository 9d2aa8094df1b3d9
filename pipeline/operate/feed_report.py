"""Says what one poll of a feed saw, line by line, for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.collect.outcomes import MEANINGS
from pipeline.collect.state import PolledItem, PollResult

_SHOWN_ITEMS = 5
_KEY_WORDS = {"guid": "their ids", "link": "their links", "hash": "their titles and dates"}
_FLAGS = {
    "missing": "without a date",
    "unreadable": "with a date that cannot be read",
    "ancient": "with a date that cannot be",
    "future": "dated in the future",
    "naive": "dated without a time zone",
}


def poll_in_words(result: PollResult) -> Iterator[str]:
    """The poll from the answer of the server to what follows from it."""
    yield result.before.url
    status = f", status {result.status}" if result.status else ""
    yield f"outcome: {result.outcome} ({MEANINGS[result.outcome].words}{status})"
    if result.error:
        yield f"error: {result.error}"
    if result.final_url and result.final_url != result.before.url:
        lasting = " (for good, as the server says; kept once it has said so for a week)" if result.moved_to else ""
        yield f"redirected to: {result.final_url}{lasting}"
    yield f"took: {result.elapsed_seconds:.1f} s, {result.request_count} requests, {result.body_bytes} bytes"
    if result.feed_format:
        language = f", language {result.language}" if result.language else ""
        yield f"document: {result.feed_format}, {result.feed_title or 'no title'}{language}"
        yield from _items(result)
        validators = [
            name
            for name, value in (("ETag", result.state.etag), ("Last-Modified", result.state.last_modified))
            if value
        ]
        yield f"validators: {' and '.join(validators) or 'none: each poll costs the whole document'}"
    for warning in result.warnings:
        yield f"warning: {warning}"
    for suggestion in result.suggestions:
        yield f"the page names a feed: {suggestion}"
    yield f"follows: {result.reason}; next poll {_next_poll(result)}"


def _items(result: PollResult) -> Iterator[str]:
    counts = Counter(item.status for item in result.items)
    shares = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    dropped = f"; {result.dropped_count} left out" if result.dropped_count else ""
    basis = _KEY_WORDS[result.state.key_policy]
    yield f"items: {len(result.items)} ({shares or 'the feed is empty'}){dropped}, told apart by {basis}"
    dates = sorted(item.item.published_at for item in result.items if item.item.published_at)
    if dates:
        yield f"dates: {dates[0]:%Y-%m-%d %H:%M} to {dates[-1]:%Y-%m-%d %H:%M} UTC"
    flags = Counter(item.item.date_flag for item in result.items if item.item.date_flag in _FLAGS)
    for flag, count in sorted(flags.items()):
        yield f"dates: {count} items {_FLAGS[str(flag)]}"
    if result.items and not result.state.dates_trusted:
        yield "dates: not trusted, since they are renewed at each request; first sight counts"
    links = sum(1 for item in result.items if not item.is_fetchable)
    if links:
        yield f"links: {links} items have none that can be fetched"
    for item in sorted(result.items, key=_newest_first)[:_SHOWN_ITEMS]:
        yield f"  {item.status:8}{item.effective_at:%Y-%m-%d %H:%M}  {item.item.title or item.item.url or item.key}"


def _newest_first(item: PolledItem) -> float:
    return -item.effective_at.timestamp()


def _next_poll(result: PollResult) -> str:
    if result.next_poll_seconds is None:
        return "never, unless it is switched on again"
    return f"in {result.next_poll_seconds / 60:.0f} minutes"
