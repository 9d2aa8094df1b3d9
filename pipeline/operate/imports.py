"""`wirewatch import`: takes WARC files and folders of HTML into the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from pipeline.settings import Settings
from pipeline.steps.imports import import_path
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate


def import_archives(settings: Settings, paths: Sequence[Path]) -> int:
    """Import each path; returns the exit status. The DAGs (or `wirewatch ingest`) then read what was imported."""
    console = Console()
    migrate(settings)
    with connect(conninfo(settings, "writer"), application_name="wirewatch import") as connection:
        for path in paths:
            with console.status(f"importing {path}") as status:

                def say(counts: Counter[str], path: Path = path) -> None:
                    status.update(f"importing {path}: {_in_words(counts)}")

                counts = import_path(connection, path, settings.now(), say)
            console.print(f"{path}: {_in_words(counts)}")
    console.print("Next: `wirewatch ingest`, or the DAG ingest_news, reads the articles out of them.")
    return 0


def _in_words(counts: Counter[str]) -> str:
    return (
        f"{counts['new']} new pages, {counts['restored']} restored, {counts['known']} known before, "
        f"{counts['damaged']} damaged records (their reasons: raw.import_damage)"
    )
