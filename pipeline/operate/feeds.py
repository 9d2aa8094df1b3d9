"""`wirewatch feeds …`: lists, adds, polls, switches, imports and exports the feeds of the warehouse."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.catalog.loader import load_feed_entries
from pipeline.catalog.schema import country_codes, language_codes
from pipeline.collect.discover import FoundFeed, find_feeds
from pipeline.collect.opml import Subscription, read_opml, write_opml
from pipeline.collect.outcomes import SUCCESSES
from pipeline.collect.poll import check_feed
from pipeline.collect.session import Session
from pipeline.collect.state import FeedState
from pipeline.errors import ConfigurationError
from pipeline.operate.feed_report import poll_in_words
from pipeline.records import Feed
from pipeline.settings import Settings
from pipeline.steps.catalog import sync_catalog
from pipeline.steps.feeds import (
    KnownFeed,
    add_feed,
    disable_feed,
    enable_feed,
    find_feed,
    known_feeds,
    poll_now,
)
from pipeline.steps.reference import RunReference
from pipeline.steps.session import register_run
from pipeline.steps.work import Connection
from pipeline.warehouse.connect import connect, run_sql_file
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate

_SERVICE_LABEL = re.compile(r"^(?:www|feeds?|rss|xml)\.(?=[^.]+\.[^.]+)", re.I)  # before the name of the outlet


def list_feeds(settings: Settings) -> int:
    """Print every feed with its health; those that need a look come first."""
    with _warehouse(settings) as (connection, _):
        rows = run_sql_file(connection, "queries/feed_health.sql").fetchall()
    console = Console()
    table = Table(box=None, pad_edge=False)
    for heading in ("no.", "source", "country", "language", "health", "last good poll", "a day", "items", "address"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        last, daily = row["last_success_at"], row["daily_item_count"]
        table.add_row(
            str(row["feed_id"]),
            escape(row["source_name"]),
            row["country_code"] or "",
            row["language_code"] or "",
            escape(_health(row)),
            f"{last:%Y-%m-%d %H:%M}" if last else "",
            "" if daily is None else f"{daily:.1f}",
            str(row["item_count"]),
            escape(row["url"]),
        )
    console.print(table)
    unverified = sum(1 for row in rows if not row["is_verified"])
    console.print(f"{len(rows)} feeds, {unverified} unverified: no good poll yet, so their addresses are not proved.")
    return 0


def add(
    settings: Settings,
    address: str,
    every: bool = False,
    name: str | None = None,
    country: str | None = None,
    language: str | None = None,
    owner: str | None = None,
) -> int:
    """Add the feed at an address, or the feeds that a home page names; returns the exit status."""
    _check_codes(country, language)
    address = address.strip() if "://" in address else f"https://{address.strip().lstrip('/')}"
    console = Console()
    with _warehouse(settings) as (connection, now):
        if known := find_feed(known_feeds(connection), address):
            console.print(f"{escape(known.url)} is feed {known.feed_id} already, {known.state}")
            return 0
        found, words = asyncio.run(_look_for_feeds(address, now, settings))
        console.print(escape(words))
        if not found:
            return 1
        feeds = known_feeds(connection)
        site = urlsplit(address).hostname or ""
        for feed in found if every else found[:1]:
            if known := find_feed(feeds, feed.url):
                console.print(f"  {escape(feed.url)} is feed {known.feed_id} already, {known.state}")
                continue
            wanted = _feed_of(feed.url, name or feed.title, site, country, language or feed.language, owner)
            feed_id = add_feed(connection, wanted, now)
            console.print(f"  added feed {feed_id}: {_in_words(feed)}")
        for feed in () if every else found[1:]:
            console.print(f"  also there: {_in_words(feed)}")
    if len(found) > 1 and not every:
        console.print("`wirewatch feeds add` with one of these addresses adds it, `--all` adds them all.")
    console.print("The next run of collect_feeds (or `wirewatch run`) polls what was added.")
    return 0


def check(settings: Settings, address: str) -> int:
    """Poll a feed now and say what was seen; what it brings is stored if the warehouse has the feed."""
    with _warehouse(settings) as (connection, now):
        known = find_feed(known_feeds(connection), address)
        if known:
            run = register_run(connection, RunReference("cli", f"feeds check {now.isoformat()}", now), settings)
            result = poll_now(connection, known, run)
        else:
            result = asyncio.run(check_feed(FeedState(url=address), now, settings))
    console = Console()
    for line in poll_in_words(result):
        console.print(escape(line), soft_wrap=True)
    if known is None:
        console.print(
            f"The warehouse has no such feed, so nothing was stored; `wirewatch feeds add {escape(address)}`."
        )
    elif known.state == "disabled":
        console.print(f"It is switched off; `wirewatch feeds enable {known.feed_id}` switches it on.")
    return 0 if result.outcome in SUCCESSES else 1


def import_list(settings: Settings, file: Path) -> int:
    """Add the feeds of an OPML file; none is asked now."""
    try:
        found = read_opml(file.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from error
    console = Console()
    added = known = 0
    with _warehouse(settings) as (connection, now):
        feeds = list(known_feeds(connection))
        for entry in found.subscriptions:
            if find_feed(feeds, entry.url):
                known += 1
                continue
            feed_id = add_feed(connection, _feed_of_entry(entry), now)
            if feed_id is not None:
                feeds.append(KnownFeed(feed_id, entry.url, "active", None, ()))
                added += 1
    for warning in found.warnings:
        console.print(f"  {escape(warning)}")
    for other in found.other_lists:
        console.print(f"  names a further list, which is not followed: {escape(other)}")
    console.print(f"{file}: {added} feeds added, {known} known before, {len(found.warnings)} warnings")
    return 0 if found.subscriptions else 1


def export_list(settings: Settings, file: Path) -> int:
    """Write the active feeds as OPML into a file, or to standard output where it is `-`."""
    with _warehouse(settings) as (connection, _):
        rows = run_sql_file(connection, "queries/feed_health.sql").fetchall()
    feeds = [
        Feed(row["url"], row["domain"], row["source_name"], row["country_code"], row["language_code"])
        for row in rows
        if row["state_code"] == "active"
    ]
    document = write_opml(feeds, "Feeds of Wirewatch")
    if str(file) == "-":
        sys.stdout.buffer.write(document)
        return 0
    file.write_bytes(document)
    Console().print(f"{file}: {len(feeds)} feeds; {len(rows) - len(feeds)} that are switched off were left out")
    return 0


def enable(settings: Settings, address: str) -> int:
    """Switch a feed on again; it is due at once."""
    with _warehouse(settings) as (connection, _):
        feed = _named(connection, address)
        off = () if settings.profile == "demo" else _switched_off(settings)
        enable_feed(connection, feed, off)
    Console().print(f"feed {feed.feed_id} is switched on and due: {escape(feed.url)}")
    return 0


def disable(settings: Settings, address: str, reason: str | None = None) -> int:
    """Switch a feed off; what it brought stays."""
    with _warehouse(settings) as (connection, now):
        feed = _named(connection, address)
        disable_feed(connection, feed, reason or f"switched off by hand on {now:%Y-%m-%d}")
    Console().print(f"feed {feed.feed_id} is switched off: {escape(feed.url)}")
    return 0


@contextmanager
def _warehouse(settings: Settings) -> Iterator[tuple[Connection, datetime]]:
    """The warehouse with the catalog brought in, and the present moment; commits at the end."""
    migrate(settings)
    now = settings.now()
    with connect(conninfo(settings, "writer"), application_name="wirewatch feeds") as connection:
        sync_catalog(connection, settings, now)
        connection.commit()
        yield connection, now


async def _look_for_feeds(address: str, now: datetime, settings: Settings) -> tuple[Sequence[FoundFeed], str]:
    async with Session(settings) as session:
        return await find_feeds(session, address, now, settings)


def _feed_of(
    url: str, name: str | None, site: str, country: str | None, language: str | None, owner: str | None
) -> Feed:
    domain = _SERVICE_LABEL.sub("", site.lower())
    code = (language or "").partition("-")[0].lower()
    return Feed(url, domain, name or domain, country, code if code in language_codes() else None, owner)


def _feed_of_entry(entry: Subscription) -> Feed:
    """A feed of a list; a folder that is a country's code, as an export of ours has them, gives the country."""
    site = urlsplit(entry.site_url or "").hostname or urlsplit(entry.url).hostname or ""
    country = next((folder for folder in entry.folders if folder in country_codes()), None)
    return _feed_of(entry.url, entry.title, site, country, entry.language, None)


def _named(connection: Connection, address: str) -> KnownFeed:
    feed = find_feed(known_feeds(connection), address)
    if feed is None:
        raise ConfigurationError(f"no feed {address}; `wirewatch feeds list` shows their numbers and addresses")
    return feed


def _switched_off(settings: Settings) -> list[str]:
    return [entry.url for entry in load_feed_entries(settings).values() if not entry.is_enabled]


def _check_codes(country: str | None, language: str | None) -> None:
    if country is not None and country not in country_codes():
        raise ConfigurationError(f"{country!r} is no ISO 3166-1 alpha-3 code; write for example KOR or USA")
    if language is not None and language not in language_codes():
        raise ConfigurationError(f"{language!r} is no ISO 639-1 code; write for example ko or en")


def _health(row: dict[str, Any]) -> str:
    """The health of a feed as the list shows it: a word, and the reason where it is not well."""
    if row["health_code"] == "ok":
        return "ok" if row["has_trusted_dates"] else "ok, dates not trusted"
    if row["health_code"] == "unpolled":
        return "unverified"
    return f"{row['health_code']}: {row['health_reason']}"


def _in_words(feed: FoundFeed) -> str:
    title = f" ({escape(feed.title)})" if feed.title else ""
    return f"{escape(feed.url)}{title}, {feed.format}, {feed.item_count} items"
