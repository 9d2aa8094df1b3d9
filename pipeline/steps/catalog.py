"""Brings the catalog into the warehouse: sources, feeds, topics with their panels. Idempotent; nothing is deleted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from pipeline.catalog.loader import load_feed_entries, load_feeds, load_panels, load_topics
from pipeline.catalog.schema import Topic
from pipeline.records import Feed
from pipeline.settings import Settings
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql

SWITCHED_OFF = "switched off in the catalog"


def sync_catalog(connection: Connection, settings: Settings, now: datetime) -> None:
    """Bring feeds and topics of the catalog into the warehouse.

    The demo's feeds are the sample newsroom's, written by `sync_feeds` before; its topics look at every source.
    """
    if settings.profile == "demo":
        topics = [topic.model_copy(update={"panel": None}) for topic in load_topics(settings)]
        sync_topics(connection, topics, {}, now)
        return
    sync_feeds(connection, load_feeds(settings), now)
    entries = load_feed_entries(settings)
    switches = {
        "off_urls": [entry.url for entry in entries.values() if not entry.is_enabled],
        "on_urls": [entry.url for entry in entries.values() if entry.is_enabled],
        "reason": SWITCHED_OFF,
    }
    connection.execute(load_sql("steps/switch_catalog_feeds.sql"), switches)
    panels = {
        key: [
            (entries[feed_key].domain, version.from_date, version.to_date)
            for version in panel.versions
            for feed_key in version.feeds
        ]
        for key, panel in load_panels(settings).items()
    }
    sync_topics(connection, load_topics(settings), panels, now)


def sync_feeds(connection: Connection, feeds: Sequence[Feed], now: datetime, *, is_sample: bool = False) -> None:
    """Add sources and feeds, and bring what is known of the sources up to date. Runs in the caller's transaction."""
    parameters = [
        {
            "url": feed.url,
            "domain": feed.source_domain,
            "name": feed.source_name,
            "owner_group": feed.owner_group or feed.source_domain,
            "country_code": feed.country,
            "language_code": feed.language,
            "reliability_type": feed.reliability,
            "is_sample": is_sample,
            "now": now,
        }
        for feed in sorted(feeds, key=lambda feed: (feed.source_domain, feed.url))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(load_sql("steps/put_source.sql"), parameters)
        cursor.executemany(load_sql("steps/put_feed.sql"), parameters)


def sync_topics(
    connection: Connection,
    topics: Sequence[Topic],
    panels: dict[str, list[tuple[str, date, date | None]]],
    now: datetime,
) -> None:
    """Add or change topics; a new or changed one makes every day of the warehouse dirty, so it backfills itself.

    `panels` gives (domain, first day, last day) of each source by panel key. Runs in the caller's transaction.
    """
    for topic in sorted(topics, key=lambda topic: topic.key):
        members = sorted(set(panels.get(topic.panel, []))) if topic.panel else []
        definition = topic.model_dump(mode="json")
        fingerprint = json.dumps([definition, members], sort_keys=True, default=str, ensure_ascii=False)
        parameters = {
            "topic_key": topic.key,
            "title": topic.title,
            "definition": json.dumps(definition, ensure_ascii=False),
            "definition_sha256": hashlib.sha256(fingerprint.encode()).hexdigest(),
            "now": now,
        }
        changed = connection.execute(load_sql("steps/put_topic.sql"), parameters).fetchone()
        if changed is None:
            continue
        topic_id = int(changed[0])
        connection.execute(load_sql("steps/forget_panel.sql"), {"topic_id": topic_id})
        with connection.cursor() as cursor:
            cursor.executemany(
                load_sql("steps/add_panel_source.sql"),
                [
                    {"topic_id": topic_id, "domain": domain, "from_date": first, "to_date": last or date.max}
                    for domain, first, last in members
                ],
            )
        connection.execute(load_sql("steps/mark_all_days.sql"), {"now": now})
