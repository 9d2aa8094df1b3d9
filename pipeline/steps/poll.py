"""Polls the feeds that are due; each poll commits its items, the feed's new state and the poll's row together."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from psycopg.rows import dict_row

from pipeline.collect.outcomes import SUCCESSES, Outcome
from pipeline.collect.poll import poll_feeds
from pipeline.collect.state import FeedState, PolledItem, PollResult
from pipeline.settings import get_settings
from pipeline.steps.catalog import sync_catalog
from pipeline.steps.feed_rows import feed_parameters, feed_state
from pipeline.steps.reference import RunReference
from pipeline.steps.session import counts_in_words, register_run, warehouse_connection
from pipeline.steps.work import CLAIM_LOCK_CLASS, Connection, StepRun, hold_owner_lock, offer, plan_batches
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

STEP = "poll"
_LONGEST_COVER = timedelta(days=60)  # days marked dirty by one poll at most


def plan_polls(warehouse: str, reference: RunReference) -> list[int]:
    """Bring the catalog into the warehouse; numbers of the mapped tasks that the due feeds are worth."""
    settings = get_settings()
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        sync_catalog(connection, settings, run.now)
        row = connection.execute(load_sql("steps/due_feed_count.sql"), {"now": run.now}).fetchone()
        return plan_batches(int(row[0]) if row else 0, settings)


def poll_due_feeds(warehouse: str, reference: RunReference) -> str:
    """Poll due feeds until none is left or the task's time is up; returns the counts in words."""
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:12]}"
        hold_owner_lock(connection, owner)
        counts = asyncio.run(_poll_until_done(connection, owner, run))
    return counts_in_words(counts)


async def _poll_until_done(connection: Connection, owner: str, run: StepRun) -> Counter[str]:
    counts: Counter[str] = Counter()
    deadline = time.monotonic() + run.settings.task_seconds
    while time.monotonic() < deadline:
        feeds = claim_feeds(connection, owner, run)
        if not feeds:
            break
        by_url = {state.url: feed_id for feed_id, state in feeds.items()}
        holds = _host_holds(connection, run.now)
        began = time.monotonic()
        batch: Counter[str] = Counter()
        async for result in poll_feeds(feeds.values(), run.now, run.settings, holds=holds):
            outcome = store_poll(connection, by_url[result.before.url], result, owner, run)
            batch[outcome] += 1
        counts += batch
        log.info("poll: %s in %.1f s", dict(batch), time.monotonic() - began)
    return counts


def claim_feeds(connection: Connection, owner: str, run: StepRun) -> dict[int, FeedState]:
    """Take a batch of feeds that are due and that nobody else polls: overlapping runs poll a feed once."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (CLAIM_LOCK_CLASS, STEP))
        rows = connection.execute(
            load_sql("steps/claim_feeds.sql"),
            {
                "owner": owner,
                "now": run.now,
                "lease_seconds": run.settings.lease_seconds,
                "batch_size": run.settings.batch_size,
            },
        ).fetchall()
        with connection.cursor(row_factory=dict_row) as cursor:
            feeds = cursor.execute(load_sql("steps/feeds.sql"), {"ids": [row[0] for row in rows]}).fetchall()
    return {int(row["feed_id"]): feed_state(row) for row in feeds}


def store_poll(connection: Connection, feed_id: int, result: PollResult, owner: str, run: StepRun) -> str:
    """Commit one poll: its row, the items, what is to be fetched, and the feed's state. Returns the outcome.

    Nothing is stored when the lease went to another worker meanwhile.
    """
    with connection.transaction():
        held = connection.execute(load_sql("steps/lock_feed.sql"), {"feed_id": feed_id, "owner": owner}).fetchone()
        if held is None:
            return "lease_lost"
        source_id = int(held[0])
        new_count, known_count = _store_items(connection, feed_id, source_id, result, run)
        covers_from = coverage_start(result)
        connection.execute(
            load_sql("steps/add_feed_poll.sql"),
            {
                "feed_id": feed_id,
                "polled_at": result.polled_at,
                "outcome_code": str(result.outcome),
                "is_good": result.outcome in SUCCESSES,
                "http_status": result.status,
                "covers_from_at": covers_from,
                "new_item_count": new_count,
                "known_item_count": known_count,
                "dropped_item_count": result.dropped_count,
                "body_byte_count": result.body_bytes,
                "elapsed_seconds": result.elapsed_seconds,
                "is_conditional": result.was_conditional,
                "warnings": list(result.warnings),
                "error": result.error,
                "run_id": run.run_id,
                "batch_number": run.batch_number,
            },
        )
        connection.execute(
            load_sql("steps/put_feed_state.sql"),
            {**feed_parameters(result.state), "feed_id": feed_id, "last_reason": result.reason},
        )
        if result.host_held_until is not None:
            hold_host(connection, result.host, result.host_held_until)
        _mark_covered_days(connection, covers_from or result.polled_at, run.now)
        key = {"run_id": run.run_id, "step_code": STEP, "batch_number": run.batch_number}
        connection.execute(load_sql("steps/forget_counts.sql"), key)
        connection.execute(load_sql("steps/count_polls.sql"), key)
    return str(result.outcome)


def coverage_start(result: PollResult) -> datetime | None:
    """From when on a good poll speaks for the feed; None for a failed one.

    The last good poll, where the document overlaps it (or is the same); else the oldest item, for what the feed listed
    before that is lost; the poll itself where the feed is empty.
    """
    if result.outcome not in SUCCESSES:
        return None
    previous = result.before.last_success_at
    dated = [item.effective_at for item in result.items if item.effective_basis == "feed" and item.status != "stale"]
    oldest = min(dated, default=result.polled_at)
    overlaps = (
        result.outcome is not Outcome.OK or any(item.status != "new" for item in result.items) or not result.items
    )
    if previous is not None and overlaps:
        return previous
    return min(oldest, result.polled_at)


def hold_host(connection: Connection, host: str, until: datetime) -> None:
    """Remember that a host asked for a pause. Runs in the caller's transaction."""
    connection.execute(load_sql("steps/hold_host.sql"), {"host": host, "until": until})


def _host_holds(connection: Connection, now: datetime) -> dict[str, datetime]:
    rows = connection.execute(load_sql("steps/host_holds.sql"), {"now": now}).fetchall()
    connection.commit()
    return {row[0]: row[1] for row in rows}


def _store_items(
    connection: Connection, feed_id: int, source_id: int, result: PollResult, run: StepRun
) -> tuple[int, int]:
    """Store the items of a document; returns how many are new to the warehouse and how many it knew."""
    new_count = 0
    to_fetch: list[int] = []
    to_fetch_again: list[int] = []
    for item in sorted(result.items, key=lambda item: item.key):
        parameters = _item_parameters(feed_id, item, run.now)
        row = connection.execute(load_sql("steps/put_item_key.sql"), parameters).fetchone()
        assert row is not None  # noqa: S101 (the statement always returns its row)
        parameters["feed_item_id"] = row[0]
        is_first_sight, known_page_id, old_hash = bool(row[1]), row[2], row[3]
        if is_first_sight:
            connection.execute(load_sql("steps/add_feed_item.sql"), parameters)
            new_count += item.status == "new"
        if item.status == "stale" or not item.is_fetchable or item.canonical_url is None:
            continue
        if is_first_sight:
            page_id = _page_of_item(connection, source_id, item, parameters, run)
            if page_id is not None:
                to_fetch.append(page_id)
        elif known_page_id is not None:
            # The feed gives the item another address or tells it in other words: the page has probably changed too.
            moved = item.status == "moved" and _move_page(connection, int(known_page_id), item, run.now)
            if moved or old_hash != item.content_hash:
                to_fetch_again.append(int(known_page_id))
    offer(connection, "fetch", to_fetch, run.now)
    offer(connection, "fetch", to_fetch_again, run.now, again=True)
    return new_count, len(result.items) - new_count


def _item_parameters(feed_id: int, item: PolledItem, now: datetime) -> dict[str, Any]:
    record = item.item
    return {
        "feed_id": feed_id,
        "item_key": item.key,
        "key_basis_type": item.key_basis,
        "guid_key": item.guid_key,
        "link_key": item.link_key,
        "content_hash": item.content_hash,
        "alias_of_key": item.alias_of,
        "status_type": item.status,
        "guid": record.guid,
        "url": record.url,
        "title": record.title,
        "summary": record.summary,
        "content_html": record.content_html,
        "author_names": list(record.authors),
        "category_names": list(record.categories),
        "published_at": record.published_at,
        "updated_at": record.updated_at,
        "now": now,
    }


def _page_of_item(
    connection: Connection, source_id: int, item: PolledItem, parameters: dict[str, Any], run: StepRun
) -> int | None:
    """The page of a new item, made where it is new; None where a moved item leads to the page it had before."""
    canonical = item.canonical_url or ""
    page = {
        "canonical_url": canonical,
        "url": item.item.url,
        "host": (urlsplit(canonical).hostname or "").removeprefix("www."),
        "source_id": source_id,
        "feed_id": parameters["feed_id"],
        "feed_item_id": parameters["feed_item_id"],
        "alias_of_key": item.alias_of,
        "now": run.now,
    }
    if item.alias_of is not None:
        moved = connection.execute(load_sql("steps/alias_moved_item.sql"), page).fetchone()
        if moved is not None:
            return None
    connection.execute(load_sql("steps/add_page_key.sql"), page)
    row = connection.execute(load_sql("steps/link_item_to_page.sql"), page).fetchone()
    return int(row[0]) if row else None


def _move_page(connection: Connection, page_id: int, item: PolledItem, now: datetime) -> bool:
    """Note the new address of a page whose item kept its key; True where it was not known."""
    parameters = {"page_id": page_id, "canonical_url": item.canonical_url, "url": item.item.url, "now": now}
    return connection.execute(load_sql("steps/move_page.sql"), parameters).fetchone() is not None


def _mark_covered_days(connection: Connection, covers_from: datetime, now: datetime) -> None:
    start = max(covers_from, now - _LONGEST_COVER)
    connection.execute(load_sql("steps/mark_range.sql"), {"first_at": start, "last_at": now, "now": now})
