"""`wirewatch topics`: list the catalog's topics; check a file of topics, preview what it would match, add it."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.catalog.loader import load_topic_file, load_topics
from pipeline.catalog.schema import Topic
from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.steps.catalog import sync_catalog
from pipeline.steps.reference import RunReference
from pipeline.steps.topic_preview import preview
from pipeline.steps.track import refresh_marts
from pipeline.steps.work import Connection
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.migrate import migrate

PREVIEW_DAYS = 90  # that end on the last day with an article
_SHOWN_MATCHES = 15
_SHOWN_SENTENCES = 2


def list_topics(settings: Settings) -> int:
    """Print the topics of the catalog; returns the exit status."""
    table = Table(box=None, pad_edge=False)
    for heading in ("key", "title", "matches", "languages", "panel"):
        table.add_column(heading)
    for topic in load_topics(settings):
        table.add_row(topic.key, topic.title, _matches(topic), ", ".join(topic.languages), topic.panel or "all feeds")
    Console().print(table)
    return 0


def check_topics(settings: Settings, file: Path) -> int:
    """Say what the topics of a file watch, or raise a ConfigurationError that names entry, field and mend."""
    for topic in _read(settings, file):
        print(f"{topic.key}: right. It matches {_matches(topic)}; {topic.panel or 'all feeds'}.")
    return 0


def preview_topics(settings: Settings, file: Path) -> int:
    """Print what the topics of a file would match in the warehouse, with sentences; nothing is stored."""
    console = Console(soft_wrap=True, highlight=False)
    topics = _read(settings, file)
    with connect(conninfo(settings, "analyst"), application_name="wirewatch topics preview") as connection:
        for topic in topics:
            _preview(console, connection, topic)
    return 0


def add_topics(settings: Settings, file: Path) -> int:
    """Put the file into the user's catalog, and bring the marts up to date: the new topics backfill themselves."""
    if settings.catalog is None:
        raise ConfigurationError(
            "WIREWATCH_CATALOG is not set: name a folder of your own, in which the file is kept as topics/"
            f"{file.name}, and set it for the services, too"
        )
    topics = _read(settings, file)
    kept = settings.catalog.expanduser() / "topics" / file.name
    if kept.exists() and kept.resolve() != file.resolve() and kept.read_bytes() != file.read_bytes():
        raise ConfigurationError(f"{kept} is there already and says something else; edit that file, or rename yours")
    kept.parent.mkdir(parents=True, exist_ok=True)
    is_new = not kept.exists()
    if is_new:
        shutil.copyfile(file, kept)
    try:
        load_topics(settings)  # the catalog as a whole must still be right
    except ConfigurationError:
        if is_new:
            kept.unlink()
        raise
    migrate(settings)
    now = settings.now()
    with connect(conninfo(settings, "writer"), application_name="wirewatch topics add") as connection:
        sync_catalog(connection, settings, now)
    counts = refresh_marts(conninfo(settings, "writer"), RunReference("cli", f"topics {now:%Y-%m-%dT%H:%M:%S}", now))
    names = ", ".join(topic.key for topic in topics)
    print(f"{kept}: {names}. {counts['topic_day']} topic days were computed.")
    return 0


def _read(settings: Settings, file: Path) -> tuple[Topic, ...]:
    if not file.is_file():
        raise ConfigurationError(f"{file} is no file; name a YAML file that begins with topics:")
    topics = load_topic_file(file, settings)
    if not topics:
        raise ConfigurationError(f"{file} holds no topic: begin with topics: and each entry with '- key: …'")
    return topics


def _preview(console: Console, connection: Connection, topic: Topic) -> None:
    row = connection.execute("SELECT max(effective_date) FROM core.article WHERE is_current").fetchone()
    if row is None or row[0] is None:
        raise ConfigurationError("the warehouse holds no article yet; collect first (wirewatch run)")
    last = row[0]
    first = last - timedelta(days=PREVIEW_DAYS - 1)
    found = list(preview(connection, topic, first, last))
    matches = [one for one in found if one is not None]
    reasons = Counter(reason for one in matches for reason in one.reasons)
    counts = ", ".join(f"{count} by {reason}" for reason, count in sorted(reasons.items())) or "nothing"
    console.print(f"[bold]{escape(topic.title)}[/bold]: {len(matches)} of {len(found)} articles from {first} to {last}")
    console.print(f"  {counts}")
    for one in matches[:_SHOWN_MATCHES]:
        console.print(
            f"\n  {one.day}  {escape(one.source)}: {escape(one.title or '')}  [dim]{'+'.join(one.reasons)}[/dim]"
        )
        console.print(f"  [dim]{escape(one.url)}[/dim]")
        for sentence in list(dict.fromkeys(one.sentences))[:_SHOWN_SENTENCES]:
            console.print(f"    “{escape(' '.join(sentence.split()))}”")
    if len(matches) > _SHOWN_MATCHES:
        console.print(f"\n  … and {len(matches) - _SHOWN_MATCHES} more")


def _matches(topic: Topic) -> str:
    parts = list(topic.frames)
    if topic.event_types:
        parts.append(f"{len(topic.event_types)} event types of {len(topic.dyads)} dyads")
    if topic.terms:
        parts.append(f"words in {', '.join(sorted(topic.terms))}")
    return ", ".join(parts)
