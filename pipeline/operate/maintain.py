"""`wirewatch maintain`: what the DAG maintain_warehouse does, from the command line; a dry run unless told otherwise."""

from __future__ import annotations

from rich.console import Console

from pipeline.settings import Settings
from pipeline.steps import maintain as steps
from pipeline.steps.reference import RunReference
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate


def maintain(settings: Settings, apply: bool = False) -> int:
    """Make partitions, say what is old (and drop it with `apply`), list dead feeds; returns the exit status."""
    console = Console(soft_wrap=True, highlight=False)
    migrate(settings)
    warehouse = conninfo(settings, "writer")
    now = settings.now()
    reference = RunReference("maintain_warehouse", f"cli {now:%Y-%m-%dT%H:%M:%S}", now)
    console.print(f"{steps.make_partitions(warehouse, reference)} partitions made for the months to come")
    old = steps.old_content(warehouse, reference)
    for one in old:
        console.print(one.in_words())
    if not old:
        console.print(
            "nothing is old enough to drop (WIREWATCH_KEEP_PAGE_DAYS, WIREWATCH_KEEP_REMOVED_DAYS; 0 keeps all)"
        )
    elif apply:
        for layer, count in steps.drop_old_content(warehouse, reference).items():
            console.print(f"{layer}: {count} dropped; exports: {settings.archive_path}")
        steps.vacuum(warehouse)
    else:
        console.print("This was a dry run; `wirewatch maintain --apply` drops it.")
    for url, why in steps.dead_feeds(warehouse, reference):
        console.print(f"dead feed {url}: {why}")
    return 0
