"""`wirewatch brief TOPIC`: writes the brief of a topic's week and says where it lies."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.steps.brief import WEEK_DAYS, write_brief
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo


def brief(settings: Settings, topic: str, since: str | None = None, to: Path | None = None) -> int:
    """Write the brief from `since` (seven days where it is not given) to the last day with data; exit status."""
    with connect(conninfo(settings, "analyst"), application_name="wirewatch brief") as connection:
        row = connection.execute("SELECT max(day_date) FROM mart.topic_day").fetchone()
        last = row[0] if row and row[0] else settings.now().date()
        first = _day(since) if since else last - timedelta(days=WEEK_DAYS - 1)
        if first > last:
            raise ConfigurationError(f"--since {first} lies after the last day with data, {last}")
        for path in write_brief(connection, topic, first, last, to or settings.profile_home / "briefs"):
            print(path)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(f"--since {text!r} is no day such as 2026-03-09") from error
