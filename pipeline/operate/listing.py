"""`wirewatch topics list`: what is watched for."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from pipeline.catalog.loader import load_topics
from pipeline.settings import Settings


def topics(settings: Settings, action: str = "list") -> int:
    """Print the topics of the catalog."""
    del action
    table = Table(box=None, pad_edge=False)
    for heading in ("key", "title", "matches", "panel"):
        table.add_column(heading)
    for topic in load_topics(settings):
        matches = [*topic.frames, *(f"{len(topic.event_types)} event types" for _ in (1,) if topic.event_types)]
        table.add_row(topic.key, topic.title, ", ".join(matches), topic.panel or "all feeds")
    Console().print(table)
    return 0
