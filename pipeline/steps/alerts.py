"""Opens, updates, closes and withdraws alerts after the signals were refreshed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from psycopg.rows import dict_row

from pipeline.steps.work import Connection
from pipeline.track.alerts import Burst, SignalDay, find_bursts
from pipeline.warehouse.sqlfiles import load_sql


def refresh_alerts(connection: Connection, days: Sequence[date], now: datetime) -> int:
    """Bring mart.alert up to date for the days that changed and those after them; returns the alerts touched.

    Call it after mart.topic_day_signal is fresh, inside the same transaction.
    """
    if not days:
        return 0
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(load_sql("steps/alert_days.sql"), {"first_date": min(days), "now": now}).fetchall()
    touched = 0
    for topic_id, group in groupby(rows, key=lambda row: row["topic_id"]):
        touched += _refresh_topic(connection, topic_id, {row["day_date"]: row for row in group}, now)
    return touched


def _refresh_topic(connection: Connection, topic_id: int, days: dict[date, dict[str, Any]], now: datetime) -> int:
    bursts = find_bursts([_signal_day(row) for row in days.values()])
    from_date = next(iter(days.values()))["from_date"]
    present = connection.execute(
        load_sql("steps/alerts_since.sql"), {"topic_id": topic_id, "from_date": from_date}
    ).fetchall()
    for burst in bursts:
        known = next((row for row in present if _overlaps(burst, *row[1:])), None)
        if known is None:
            fired = days[burst.opened]
            opened = {**fired, **_columns(burst), "opened_date": burst.opened, "now": now}
            connection.execute(load_sql("steps/open_alert.sql"), opened)
        else:
            present.remove(known)
            connection.execute(
                load_sql("steps/update_alert.sql"), {**_columns(burst), "alert_id": known[0], "now": now}
            )
    for row in present:
        connection.execute(load_sql("steps/withdraw_alert.sql"), {"alert_id": row[0], "now": now})
    return len(bursts) + len(present)


def _signal_day(row: dict[str, Any]) -> SignalDay:
    return SignalDay(
        row["day_date"], row["is_alert"], row["is_gap"], row["is_over"], row["article_count"], row["surprise"]
    )


def _overlaps(burst: Burst, opened: date, last: date, closed: date | None) -> bool:
    return burst.opened <= (closed or last) and opened <= (burst.closed or burst.last)


def _columns(burst: Burst) -> dict[str, Any]:
    return {
        "last_date": burst.last,
        "closed_date": burst.closed,
        "quiet_until_date": burst.quiet_until,
        "state_type": "open" if burst.closed is None else "closed",
        "alert_day_count": burst.day_count,
        "peak_date": burst.peak,
        "peak_article_count": burst.peak_matching,
        "peak_surprise": burst.peak_surprise,
    }
