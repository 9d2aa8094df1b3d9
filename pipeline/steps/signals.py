"""Refreshes mart.topic_day_signal for the days that changed and the days whose baseline they touch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from pipeline.records import DayCount
from pipeline.steps.work import Connection
from pipeline.track.baseline import WEEKDAY_DAYS
from pipeline.track.signals import HIGH_DAYS, MEMORY_DAYS, DayDetail, day_details
from pipeline.warehouse.sqlfiles import load_sql

# A day is in the baseline of WEEKDAY_DAYS days after it, and their scores in the running statistics of MEMORY_DAYS more.
_REACH = timedelta(days=WEEKDAY_DAYS + MEMORY_DAYS)


def refresh_signals(connection: Connection, days: Sequence[date], now: datetime, owner_groups: int) -> int:
    """Write the signals of `days` and of the days that they touch; returns the rows written.

    A day alerts only where at least `owner_groups` owners are behind it that do not copy one another.
    Call it after mart.topic_day is fresh, inside the same transaction.
    """
    if not days:
        return 0
    first, last = min(days), max(days) + _REACH
    rows = connection.execute(
        load_sql("steps/signal_counts.sql"),
        {"from_date": first - max(_REACH, timedelta(days=HIGH_DAYS)), "to_date": last},
    ).fetchall()
    written = []
    for topic_id, group in groupby(rows, key=lambda row: row[0]):
        counts = [DayCount(row[1], row[2], row[3], row[4], row[5]) for row in group]
        written += [_row(topic_id, one, now) for one in day_details(counts, owner_groups, since=first)]
    with connection.cursor() as cursor:
        cursor.executemany(load_sql("marts/topic_day_signal.sql"), written)
    return len(written)


def _row(topic_id: int, detail: DayDetail, now: datetime) -> dict[str, Any]:
    signal = detail.signal
    return {
        "topic_id": topic_id,
        "day_date": signal.day,
        "share": signal.share,
        "expected_count": signal.expected,
        "z_score": signal.z,
        "surprise": signal.surprise,
        "ewma": detail.ewma,
        "cusum": detail.cusum,
        "high_day_count": detail.high_days,
        "is_gap": signal.is_gap,
        "is_alert": signal.alert,
        "now": now,
    }
