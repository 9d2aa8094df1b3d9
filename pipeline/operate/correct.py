"""`wirewatch correct KEY` and `wirewatch corrections`: a person's word over the coder's, with who and why."""

from __future__ import annotations

import getpass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.settings import Settings
from pipeline.steps.corrections import correct as keep_correction
from pipeline.steps.reference import RunReference
from pipeline.steps.track import refresh_marts
from pipeline.warehouse.connect import connect, run_sql_file
from pipeline.warehouse.conninfo import conninfo


def correct(settings: Settings, key: str, field: str, value: str, reason: str, author: str | None = None) -> int:
    """Keep the correction, bring the marts up to date, and say what changed; returns the exit status."""
    now = settings.now()
    with connect(conninfo(settings, "writer"), application_name="wirewatch correct") as connection:
        kept = keep_correction(
            connection, key, field, value, reason=reason, author=author or getpass.getuser(), now=now
        )
    refresh_marts(conninfo(settings, "writer"), RunReference("cli", f"correct {now:%Y-%m-%dT%H:%M:%S}", now))
    print(f"{kept.field} of {kept.kind} {kept.key}: {kept.old_value or 'unknown'} -> {kept.new_value or 'unknown'}")
    return 0


def corrections(settings: Settings) -> int:
    """Print every correction, those without a claim or event first; returns the exit status."""
    console = Console()
    with connect(conninfo(settings, "analyst"), application_name="wirewatch corrections") as connection:
        rows = run_sql_file(connection, "queries/corrections.sql").fetchall()
    table = Table(box=None, pad_edge=False)
    for heading in ("when", "who", "claim or event", "field", "from", "to", "why", "state"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        state = "orphaned" if row["is_orphaned"] else "carried over" if row["is_carried"] else "applied"
        key = row["claim_key"] or row["event_key"]
        cells = (row["author"], key, row["field"], row["old_value"], row["new_value"], row["reason"])
        table.add_row(f"{row['created_at']:%Y-%m-%d %H:%M}", *(escape(cell or "unknown") for cell in cells), state)
    console.print(table if rows else "no corrections yet")
    orphaned = sum(1 for row in rows if row["is_orphaned"])
    if orphaned:
        console.print(f"{orphaned} orphaned: no current claim or event stands on the same words; they wait for one.")
    return 0
