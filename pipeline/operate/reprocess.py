"""`wirewatch reprocess`: reads a range again under the present rules, shows the difference, and switches only when told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rich.console import Console

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.steps import annotate, group, reprocess, track
from pipeline.steps.reference import RunReference
from pipeline.steps.reprocess_report import load_sets, report_lines, set_line
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate

DAG_ID = "reprocess_archive"


def reprocess_range(
    settings: Settings,
    first: date | None,
    last: date | None,
    domain: str | None,
    switch: bool,
    undo: int | None,
    list_sets: bool,
) -> int:
    """Compare a range, or switch to it, or undo a set, or list the sets; returns the exit status."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    migrate(settings)
    warehouse = conninfo(settings, "writer")
    now = settings.now()
    reference = RunReference(DAG_ID, f"cli {now:%Y-%m-%dT%H:%M:%S}", now)
    if list_sets:
        with connect(warehouse, application_name="wirewatch reprocess") as connection:
            for row in load_sets(connection):
                console.print(set_line(row))
        return 0
    if undo is not None:
        changed = reprocess.undo_set(warehouse, reference, undo)
        follow(warehouse, reference, console.print)
        console.print(f"set {undo} is undone: {changed} articles are read as before it")
        return 0
    if first is None or last is None:
        raise ConfigurationError("Name the days: wirewatch reprocess --from 2026-01-01 --to 2026-01-31")
    number = reprocess.open_set(warehouse, reference, reprocess.Range(first, last, domain or ""))
    console.print(f"read again: {reprocess.reread_articles(warehouse, reference)}")
    for line in report_lines(reprocess.report_set(warehouse, reference, number)):
        console.print(line)
    if not switch:
        console.print("Nothing was switched. The same command with --switch makes this reading the current one.")
        return 0
    changed = reprocess.switch_set(warehouse, reference, number)
    follow(warehouse, reference, console.print)
    console.print(f"switched: {changed} articles. Back again: wirewatch reprocess --undo {number}")
    return 0


def follow(warehouse: str, reference: RunReference, say: Callable[[str], None]) -> None:
    """Bring stories, claims and marts, corrections included, after the articles that were switched."""
    say(f"grouped: {group.group_articles(warehouse, reference)}")
    say(f"coded: {annotate.annotate_articles(warehouse, reference)}")
    say(f"refreshed marts: {sum(track.refresh_marts(warehouse, reference).values())} rows")
