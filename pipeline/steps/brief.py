"""Writes the brief of a topic: the week's numbers against expectation, transfers, evidence and gaps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.steps.reference import RunReference
from pipeline.steps.session import warehouse_connection
from pipeline.steps.work import Connection
from pipeline.track.alert_message import evidence_of
from pipeline.track.brief import Brief, html, markdown
from pipeline.warehouse.connect import run_sql_file

WEEK_DAYS = 7
CHART_DAYS = 42  # before the week, so that a reader sees what is usual
EVIDENCE_COUNT = 6


def write_briefs(warehouse: str, reference: RunReference, folder: Path) -> list[str]:
    """Write the brief of every topic for the seven days that end today; returns the names of the files."""
    today = reference.now.date()
    with warehouse_connection(warehouse, reference) as connection:
        keys = [row[0] for row in connection.execute("SELECT topic_key FROM mart.dim_topic ORDER BY topic_key")]
        return [
            str(path)
            for key in keys
            for path in write_brief(connection, key, today - timedelta(days=WEEK_DAYS - 1), today, folder)
        ]


def write_brief(connection: Connection, topic_key: str, first: date, last: date, folder: Path) -> tuple[Path, Path]:
    """Write the brief of a topic for some days; returns the page and the Markdown file.

    Raises ConfigurationError where the warehouse has no such topic.
    """
    brief = read_brief(connection, topic_key, first, last)
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{topic_key}-{last}.html"
    page.write_text(html(brief), encoding="utf-8")
    text = page.with_suffix(".md")
    text.write_text(markdown(brief), encoding="utf-8")
    return page, text


def read_brief(connection: Connection, topic_key: str, first: date, last: date) -> Brief:
    """Gather what a brief holds."""

    def ask(name: str, **parameters: Any) -> list[dict[str, Any]]:
        return run_sql_file(connection, f"queries/{name}.sql", {"topic_key": topic_key, **parameters}).fetchall()

    topic = connection.execute("SELECT title FROM mart.dim_topic WHERE topic_key = %s", (topic_key,)).fetchone()
    if topic is None:
        known = [row[0] for row in connection.execute("SELECT topic_key FROM mart.dim_topic ORDER BY topic_key")]
        raise ConfigurationError(
            f"the warehouse has no topic {topic_key}; there are {', '.join(known) or 'none: collect once'}"
        )
    days = {"from_date": first, "to_date": last}
    evidence = ask("best_evidence", **days, row_count=EVIDENCE_COUNT)
    return Brief(
        title=topic[0],
        first=first,
        last=last,
        days=ask("topic_expectation", from_date=first - timedelta(days=CHART_DAYS), to_date=last),
        alerts=ask("alerts"),
        transfers=ask("topic_transfers", **days),
        evidence=tuple(evidence_of(row) for row in evidence),
    )
