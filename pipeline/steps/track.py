"""Matches articles to topics and refreshes the marts for the days that changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from pipeline.catalog.schema import Topic
from pipeline.settings import get_settings
from pipeline.steps.alerts import refresh_alerts
from pipeline.steps.ledger import refresh_ledger
from pipeline.steps.reference import RunReference
from pipeline.steps.session import register_run, warehouse_connection
from pipeline.steps.signals import refresh_signals
from pipeline.steps.topic_preview import article_facts
from pipeline.steps.work import Connection
from pipeline.track.topics import match_articles
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

# One refresh at a time: two would see each other's half of the days.
_REFRESH_LOCK = 7_318
# After an import or a first ingestion so many days change at once that the planner's statistics no longer hold.
_BULK_DAYS = 28
_READ_TABLES = (
    "raw.page_key", "raw.feed_item_key", "raw.feed_poll", "core.article_key", "core.article", "core.sentence",
    "core.story_article", "core.event", "core.event_evidence", "core.claim", "core.mention", "mart.feed_day",
)  # fmt: skip


def match_topics(warehouse: str, reference: RunReference) -> int:
    """Match the articles of the days that changed to the topics; returns the number of matches."""
    with warehouse_connection(warehouse, reference) as connection:
        register_run(connection, reference)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_REFRESH_LOCK,))
            return _match_days(connection, _dirty_days(connection, reference), reference)


def refresh_marts(warehouse: str, reference: RunReference) -> dict[str, int]:
    """Refresh every mart for the days that changed, in one transaction; returns rows written by mart."""
    with warehouse_connection(warehouse, reference) as connection:
        register_run(connection, reference)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_REFRESH_LOCK,))
            row = connection.execute("SELECT clock_timestamp(), max(marked_at) FROM ops.dirty_day").fetchone()
            days = _dirty_days(connection, reference)
            if len(days) >= _BULK_DAYS:
                connection.execute(f"ANALYZE {', '.join(_READ_TABLES)}")
            # Matching again costs little and makes the refresh right whatever came in since match_topics.
            _match_days(connection, days, reference)
            counts = _refresh(connection, days, reference)
            connection.execute(
                load_sql("steps/clean_days.sql"), {"days": days, "marked_before": row[1] if row else reference.now}
            )
    log.info("refreshed %s days: %s", len(days), counts)
    return counts


def _dirty_days(connection: Connection, reference: RunReference) -> list[date]:
    return [row[0] for row in connection.execute(load_sql("steps/dirty_days.sql"), {"now": reference.now}).fetchall()]


def _match_days(connection: Connection, days: Sequence[date], reference: RunReference) -> int:
    parameters = {"days": list(days)}
    # First of all: what matches and what is counted rests on the corrections.
    connection.execute(load_sql("steps/carry_corrections.sql"), {"now": reference.now})
    topics = [
        Topic.model_validate(row[0]) for row in connection.execute(load_sql("steps/topic_definitions.sql")).fetchall()
    ]
    with connection.cursor(row_factory=dict_row) as rows:
        articles = [article_facts(row) for row in rows.execute(load_sql("steps/article_facts.sql"), parameters)]
    matches = match_articles(topics, articles)
    connection.execute(load_sql("steps/forget_matches.sql"), parameters)
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/add_match.sql"),
            [
                {"topic_key": key, "article_id": article_id, "matched_by": list(reasons), "now": reference.now}
                for key, article_id, reasons in matches
            ],
        )
    return len(matches)


def _refresh(connection: Connection, days: list[date], reference: RunReference) -> dict[str, int]:
    counts: dict[str, int] = {}
    # What a feed is expected to bring rests on its days before, so those are written first.
    for day in days:
        rows = connection.execute(load_sql("marts/feed_day.sql"), {"days": [day], "now": reference.now}).rowcount
        counts["feed_day"] = counts.get("feed_day", 0) + rows
    parameters: dict[str, Any] = {"days": days, "now": reference.now}
    for name in (
        "source_day",
        "topic_day_revision",
        "topic_day",
        "topic_day_unrevised",
        "dyad_week_forget",
        "dyad_week",
        "event_day_report",
        "event_day_forget",
        "event_day",
    ):
        counts[name] = connection.execute(load_sql(f"marts/{name}.sql"), parameters).rowcount
    counts["topic_day_signal"] = refresh_signals(connection, days, reference.now, get_settings().alert_owner_groups)
    counts["alert"] = refresh_alerts(connection, days, reference.now)
    counts["transfer_ledger"] = refresh_ledger(connection, days, reference.now)
    return counts
