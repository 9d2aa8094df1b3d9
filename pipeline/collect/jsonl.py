"""The JSON Lines commands of this stage: `wirewatch canonical` and `wirewatch poll`. One answer a record, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pipeline.collect.canonical import canonical_url
from pipeline.collect.outcomes import SUCCESSES
from pipeline.collect.poll import poll_feeds
from pipeline.collect.state import FeedState, PollResult
from pipeline.settings import Settings, get_settings

_BATCH = 200


def answer_canonical(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """{"url"} -> {"url", "canonical", "error"}."""
    for record in records:
        url = record.get("url")
        canonical = canonical_url(url) if isinstance(url, str) else None
        error = None if canonical else f"{url!r} is not an http or https address"
        yield {"url": url, "canonical": canonical, "error": error}


def answer_poll(
    records: Iterable[dict[str, Any]], settings: Settings | None = None, now: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """{"url", "etag"?, "last_modified"?} -> what one poll of the feed brought; feeds are polled in batches."""
    settings = settings or get_settings()
    remaining = iter(records)
    while batch := list(islice(remaining, _BATCH)):
        yield from asyncio.run(_poll_batch(batch, settings, now or datetime.now(UTC)))


async def _poll_batch(records: list[dict[str, Any]], settings: Settings, now: datetime) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = [_refused(record) for record in records]
    waiting: dict[int, list[int]] = {}
    states: list[FeedState] = []
    for place, record in enumerate(records):
        if isinstance(record.get("url"), str) and record["url"].strip():
            state = _state(record, now)
            states.append(state)
            waiting.setdefault(id(state), []).append(place)
    async for result in poll_feeds(states, now, settings):
        for place in waiting[id(result.before)]:
            answers[place] = _answer(records[place], result)
    return answers


def _state(record: dict[str, Any], now: datetime) -> FeedState:
    etag, modified = (record.get(name) or None for name in ("etag", "last_modified"))
    state = FeedState(url=record["url"].strip())
    if etag or modified:
        state = replace(state, etag=etag, last_modified=modified, last_full_at=now, last_success_at=now)
    return state


def _refused(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": record.get("url"),
        "status": None,
        "outcome": "invalid_url",
        "etag": None,
        "last_modified": None,
        "moved_to": None,
        "next_poll_seconds": None,
        "items": [],
        "error": 'the record has no "url" that is a text',
    }


def _answer(record: dict[str, Any], result: PollResult) -> dict[str, Any]:
    return {
        "url": record["url"],
        "status": result.status,
        "outcome": result.outcome.value,
        "etag": result.state.etag,
        "last_modified": result.state.last_modified,
        "moved_to": result.moved_to,
        "next_poll_seconds": result.next_poll_seconds,
        "items": [
            {
                "guid": polled.item.guid,
                "url": polled.item.url,
                "title": polled.item.title,
                "published_at": polled.item.published_at.isoformat() if polled.item.published_at else None,
                "date_flag": polled.item.date_flag,
                "key_basis": polled.key_basis,
            }
            for polled in result.items
        ],
        "title": result.feed_title,
        "format": result.feed_format,
        "is_partial": result.is_partial,
        "warnings": list(result.warnings),
        "reason": result.reason,
        "error": None if result.outcome in SUCCESSES else result.error,
    }
