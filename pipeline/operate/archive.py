"""`wirewatch archive`: which months the archive holds, and its export into WARC files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.steps.archive_export import archived_months, export_month
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate


def archive(settings: Settings, action: str, month: str | None, to: Path | None) -> int:
    """List the archive's months, or export one of them; returns the exit status."""
    console = Console(soft_wrap=True, highlight=False)
    migrate(settings)
    with connect(conninfo(settings, "writer"), application_name="wirewatch archive") as connection:
        if action == "list":
            for one in archived_months(connection):
                console.print(f"{one.month:%Y-%m}  {one.page_count} pages, {one.stored_byte_count / 1e6:.1f} MB")
            return 0
        exported = export_month(connection, month_of(month), to or settings.archive_path)
    if not exported.paths:
        console.print(f"{exported.month:%Y-%m}: the archive holds no page of this month; `wirewatch archive list`")
    for path in exported.paths:
        console.print(str(path))
    if exported.paths:
        console.print(f"{exported.page_count} pages of {exported.month:%Y-%m}; `wirewatch import` reads them back")
    return 0


def month_of(text: str | None) -> date:
    """The first day of a month written as 2026-03."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ConfigurationError(f"{text!r} is no month; write it as 2026-03, such as --month 2026-03") from None
