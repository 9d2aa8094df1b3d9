"""Keeps the warehouse in shape: partitions ahead, retention by layer, statistics, dead feeds. Keys are never dropped.

Retention works on whole months and only where a setting asks for it. A body that a claim, an event or a correction
rests on stays; every month is exported to WARC before bodies of it are dropped.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from pipeline.settings import Settings, get_settings
from pipeline.steps.archive_export import export_month
from pipeline.steps.reference import RunReference
from pipeline.steps.session import register_run, warehouse_connection
from pipeline.steps.work import Connection
from pipeline.warehouse.connect import connect
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

MONTHS_AHEAD = 3
DEAD_AFTER_DAYS = 30
# What retention may drop, by the name of its SQL files.
_LAYERS = {"page bodies": "pages", "article versions": "versions", "removed pieces": "removed"}
# Tables whose statistics age fast, or that retention empties.
_VACUUMED = (("raw", "page"), ("core", "article_removed"), ("ops", "work"))
_ANALYSED = (("core", "article"),)


@dataclass(frozen=True, slots=True)
class OldContent:
    """What retention may drop: of which layer and month, how much, and what it must keep of it."""

    layer: str
    month: date | None
    before: datetime
    droppable_count: int
    droppable_bytes: int
    exempt_count: int

    def in_words(self) -> str:
        """One line for a log or a terminal."""
        when = f"of {self.month:%Y-%m}" if self.month else f"before {self.before:%Y-%m}"
        room = f" ({self.droppable_bytes / 1e6:.1f} MB)" if self.droppable_bytes else ""
        kept = f", {self.exempt_count} kept: cited or not yet read" if self.exempt_count else ""
        return f"{self.layer} {when}: {self.droppable_count} to drop{room}{kept}"


def make_partitions(warehouse: str, reference: RunReference) -> int:
    """Create the monthly partitions of the months to come; returns how many were missing."""
    made = 0
    with warehouse_connection(warehouse, reference) as connection:
        register_run(connection, reference)
        for month in range(MONTHS_AHEAD):
            row = connection.execute(
                "SELECT ops.ensure_partitions(%s)", (reference.now + timedelta(days=31 * month),)
            ).fetchone()
            made += int(row[0]) if row else 0
    log.info("%s partitions were missing for the next %s months", made, MONTHS_AHEAD)
    return made


def old_content(warehouse: str, reference: RunReference) -> list[OldContent]:
    """The dry run: what retention would drop by the present settings. Changes nothing."""
    settings = get_settings()
    with warehouse_connection(warehouse, reference) as connection:
        found = _old_pages(connection, settings, reference.now)
        for layer, days in (
            ("article versions", settings.keep_version_days),
            ("removed pieces", settings.keep_removed_days),
        ):
            found += _old_rows(connection, layer, days, reference.now)
    for one in found:
        log.info("%s", one.in_words())
    if not found:
        log.info("nothing is old enough to drop (the settings WIREWATCH_KEEP_…_DAYS; 0 keeps all)")
    return found


def drop_old_content(warehouse: str, reference: RunReference) -> dict[str, int]:
    """Drop what the dry run names, month by month, each after its export; returns the rows dropped by layer."""
    settings = get_settings()
    dropped: dict[str, int] = {}
    for one in old_content(warehouse, reference):
        if not one.droppable_count:
            continue
        # One transaction for a month: export and drop see the same rows.
        with warehouse_connection(warehouse, reference) as connection, connection.transaction():
            parameters: dict[str, Any] = {"before_at": one.before}
            if one.month is not None:
                exported = export_month(connection, one.month, settings.archive_path)
                log.info("%s: %s pages in %s", one.month, exported.page_count, [str(path) for path in exported.paths])
                parameters = {"month_at": _start(one.month), "before_at": _next_month(one.month)}
            connection.execute(load_sql(f"steps/drop_{_LAYERS[one.layer]}.sql"), parameters)
        dropped[one.layer] = dropped.get(one.layer, 0) + one.droppable_count
        log.info("%s: %s dropped", one.layer, one.droppable_count)
    return dropped


def vacuum(warehouse: str) -> None:
    """Give back room and refresh statistics where it pays; tables that the role may not vacuum are passed over."""
    with connect(warehouse, application_name="wirewatch maintain", autocommit=True) as connection:
        connection.add_notice_handler(_log_notice)
        for verb, tables in (("VACUUM (ANALYZE)", _VACUUMED), ("ANALYZE", _ANALYSED)):
            for schema, table in tables:
                connection.execute(sql.SQL(f"{verb} {{}}").format(sql.Identifier(schema, table)))


def dead_feeds(warehouse: str, reference: RunReference) -> list[tuple[str, str]]:
    """Feeds that have long brought nothing, as (address, why): candidates for removal from the catalog."""
    with warehouse_connection(warehouse, reference) as connection:
        rows = connection.execute(
            load_sql("steps/dead_feeds.sql"), {"now": reference.now, "days": DEAD_AFTER_DAYS}
        ).fetchall()
    found = [
        (str(url), f"{name}: last good poll {last or 'never'}, {failures} failures since; {reason or 'no reason told'}")
        for url, name, last, failures, reason in rows
    ]
    for url, why in found:
        log.warning("dead feed %s (%s)", url, why)
    return found


def _old_pages(connection: Connection, settings: Settings, now: datetime) -> list[OldContent]:
    if not settings.keep_page_days:
        return []
    before = _month_start(now - timedelta(days=settings.keep_page_days))
    rows = connection.execute(load_sql("steps/old_pages.sql"), {"before_at": before}).fetchall()
    return [
        OldContent("page bodies", month, before, int(count), int(size), int(exempt))
        for month, count, size, exempt in rows
    ]


def _old_rows(connection: Connection, layer: str, days: int, now: datetime) -> list[OldContent]:
    """What a layer without months of its own holds from before the time that it is kept."""
    if not days:
        return []
    before = _month_start(now - timedelta(days=days))
    row = connection.execute(load_sql(f"steps/old_{_LAYERS[layer]}.sql"), {"before_at": before}).fetchone()
    count = int(row[0]) if row else 0
    return [OldContent(layer, None, before, count, 0, 0)] if count else []


def _month_start(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _start(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def _next_month(month: date) -> datetime:
    return datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)


def _log_notice(notice: psycopg.errors.Diagnostic) -> None:
    log.info("%s", notice.message_primary)
