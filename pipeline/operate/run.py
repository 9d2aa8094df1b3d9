"""`wirewatch run` and `wirewatch ingest`: the steps once in this process, without Airflow."""

from __future__ import annotations

from rich.console import Console

from pipeline.operate.show import show_results
from pipeline.settings import Settings
from pipeline.steps.cycle import ingest_and_track, run_cycle
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate


def run(settings: Settings) -> int:
    """Do what the three DAGs do, once, on the catalog's feeds that are due, and show what the warehouse holds."""
    console = Console()
    migrate(settings)
    now = settings.now()
    run_cycle(conninfo(settings, "writer"), now, f"cli {now:%Y-%m-%dT%H:%M:%S}", console.print)
    show_results(settings, console)
    return 0


def ingest(settings: Settings) -> int:
    """Read, group, code and track what has been collected or imported, without asking any feed."""
    console = Console()
    migrate(settings)
    now = settings.now()
    ingest_and_track(conninfo(settings, "writer"), now, f"cli {now:%Y-%m-%dT%H:%M:%S}", console.print)
    return 0
