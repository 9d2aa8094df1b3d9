"""Adds, finds, switches and polls single feeds of the warehouse at a person's wish; says nothing itself."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from psycopg.rows import dict_row

from pipeline.collect.canonical import canonical_url
from pipeline.collect.poll import check_feed
from pipeline.collect.state import PollResult
from pipeline.errors import ConfigurationError, Transient
from pipeline.records import Feed
from pipeline.steps.catalog import SWITCHED_OFF
from pipeline.steps.feed_rows import feed_state
from pipeline.steps.poll import store_poll
from pipeline.steps.work import Connection, StepRun, hold_owner_lock
from pipeline.warehouse.sqlfiles import load_sql


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed of the warehouse, as far as a person's wish needs it."""

    feed_id: int
    url: str
    state: str
    catalog_url: str | None
    former_urls: tuple[str, ...]

    def answers_to(self, name: str) -> bool:
        """True where it is or was at this address, or has this number."""
        known = (self.url, self.catalog_url, *self.former_urls)
        key = canonical_url(name)
        return name == str(self.feed_id) or name in known or (key is not None and key in map(canonical_url, known[:1]))


def known_feeds(connection: Connection) -> tuple[KnownFeed, ...]:
    """All feeds of the warehouse."""
    rows = connection.execute(load_sql("steps/feed_addresses.sql")).fetchall()
    return tuple(KnownFeed(int(row[0]), row[1], row[2], row[3], tuple(row[4])) for row in rows)


def find_feed(feeds: Iterable[KnownFeed], name: str) -> KnownFeed | None:
    """The feed at an address or with a number; None where there is none. An exact address wins."""
    found = [feed for feed in feeds if feed.answers_to(name)]
    return min(found, key=lambda feed: (feed.url != name, feed.feed_id), default=None)


def add_feed(connection: Connection, feed: Feed, now: datetime) -> int | None:
    """Add a feed that no catalog names, due at once; its number, or None where the warehouse has the address.

    Runs in the caller's transaction. Bringing the catalog up to date leaves such feeds alone.
    """
    parameters = {
        "url": feed.url,
        "domain": feed.source_domain,
        "name": feed.source_name,
        "owner_group": feed.owner_group or feed.source_domain,
        "country_code": feed.country,
        "language_code": feed.language,
        "now": now,
    }
    connection.execute(load_sql("steps/add_named_source.sql"), parameters)
    row = connection.execute(load_sql("steps/add_feed_by_hand.sql"), parameters).fetchone()
    return int(row[0]) if row else None


def enable_feed(connection: Connection, feed: KnownFeed, off_in_catalog: Collection[str | None]) -> None:
    """Switch a feed on; it is due at once."""
    if feed.catalog_url in off_in_catalog:
        raise ConfigurationError(f"{feed.url} is {SWITCHED_OFF}; take `is_enabled: false` out of its entry there")
    connection.execute(load_sql("steps/enable_feed.sql"), {"feed_id": feed.feed_id})


def disable_feed(connection: Connection, feed: KnownFeed, reason: str) -> None:
    """Switch a feed off, for the reason given."""
    connection.execute(load_sql("steps/disable_feed.sql"), {"feed_id": feed.feed_id, "reason": reason})


def poll_now(connection: Connection, feed: KnownFeed, run: StepRun) -> PollResult:
    """Poll a feed of the warehouse in full, due or not, and store what came as every poll does."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:12]}"
    hold_owner_lock(connection, owner)
    parameters = {"feed_id": feed.feed_id, "owner": owner, "lease_seconds": run.settings.lease_seconds}
    with connection.transaction():
        if connection.execute(load_sql("steps/claim_feed.sql"), parameters).fetchone() is None:
            raise Transient(f"{feed.url} is being polled at this moment; ask again in a minute")
        with connection.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute(load_sql("steps/feeds.sql"), {"ids": [feed.feed_id]}).fetchone()
    assert row is not None  # noqa: S101 (it was claimed)
    result = asyncio.run(check_feed(feed_state(row), run.now, run.settings))
    store_poll(connection, feed.feed_id, result, owner, run)
    return result
