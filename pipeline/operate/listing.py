"""`wirewatch feeds list` and `wirewatch topics list`: what is watched, and in which state it is."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.catalog.loader import load_topics
from pipeline.settings import Settings
from pipeline.steps.catalog import sync_catalog
from pipeline.warehouse.connect import connect, run_sql_file
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate


def feeds(settings: Settings, action: str = "list") -> int:
    """Print every feed with its state; a feed counts as unverified until its first good poll."""
    del action  # `list` is the one there is
    console = Console()
    migrate(settings)
    with connect(conninfo(settings, "writer"), application_name="wirewatch feeds") as connection:
        sync_catalog(connection, settings, settings.now())
        rows = run_sql_file(connection, "queries/feed_health.sql").fetchall()
    table = Table(box=None, pad_edge=False)
    for heading in ("source", "country", "language", "state", "last good poll", "items", "address"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        last = row["last_success_at"]
        table.add_row(
            row["source_name"],
            row["country_code"] or "",
            row["language_code"] or "",
            _state(row),
            f"{last:%Y-%m-%d %H:%M}" if last else "",
            str(row["item_count"]),
            row["url"],
        )
    console.print(table)
    unverified = sum(1 for row in rows if not row["is_verified"])
    console.print(f"{len(rows)} feeds, {unverified} unverified: no good poll yet, so their addresses are not proved.")
    return 0


def topics(settings: Settings, action: str = "list") -> int:
    """Print the topics of the catalog."""
    del action
    table = Table(box=None, pad_edge=False)
    for heading in ("key", "title", "matches", "panel"):
        table.add_column(heading)
    for topic in load_topics(settings):
        matches = [*topic.frames, *(f"{len(topic.event_types)} event types" for _ in (1,) if topic.event_types)]
        table.add_row(topic.key, topic.title, ", ".join(matches), topic.panel or "all feeds")
    Console().print(table)
    return 0


def _state(row: dict[str, Any]) -> str:
    if row["state_code"] == "disabled":
        return f"disabled: {row['disabled_reason']}"
    if row["failure_count"]:
        return f"{row['failure_count']} failures in a row: {row['last_reason']}"
    return "ok" if row["is_verified"] else "unverified"
