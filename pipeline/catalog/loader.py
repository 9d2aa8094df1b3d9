"""Reads feeds, source panels and topics: the shipped YAML files with a user's catalog folder laid over them, by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from pipeline.catalog.schema import FeedEntry, Panel, Topic
from pipeline.errors import ConfigurationError
from pipeline.records import Feed
from pipeline.settings import Settings

Entry = TypeVar("Entry", FeedEntry, Panel, Topic)
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast
REPLACE = "replaces_shipped"  # at the top of a user's file: the shipped entries of this kind are left out


def load_feeds(settings: Settings) -> tuple[Feed, ...]:
    """The enabled feeds of the catalog, in the order of their keys."""
    return tuple(entry.record() for entry in load_feed_entries(settings).values() if entry.is_enabled)


def load_feed_entries(settings: Settings) -> dict[str, FeedEntry]:
    """All feeds of the catalog by key, with notes and switches.

    Raises ConfigurationError that names file, entry, field and mend.
    """
    entries = _load("feeds", "feeds", FeedEntry, settings.catalog)
    seen: dict[str, str] = {}
    for key, entry in entries.items():
        if entry.is_enabled and (other := seen.setdefault(entry.url, key)) != key:
            raise ConfigurationError(f"feeds {other} and {key} have the same url {entry.url}; switch one of them off")
    return entries


def load_panels(settings: Settings) -> dict[str, Panel]:
    """All source panels by key; each names feeds that the catalog has."""
    panels = _load("feeds", "panels", Panel, settings.catalog)
    known = load_feed_entries(settings)
    for panel in panels.values():
        for version in panel.versions:
            if unknown := [key for key in version.feeds if key not in known]:
                raise ConfigurationError(
                    f"panel {panel.key}, version from {version.from_date}: no feed {', '.join(unknown)} "
                    "in the catalog; add it to a file in feeds/ or take it out of the panel"
                )
    return panels


def panel_feeds(settings: Settings, key: str, day: date) -> tuple[Feed, ...]:
    """The enabled feeds of a panel on a day."""
    panels, entries = load_panels(settings), load_feed_entries(settings)
    if key not in panels:
        raise ConfigurationError(f"no panel {key!r} in the catalog; there are {', '.join(panels)}")
    return tuple(entries[name].record() for name in panels[key].feeds_on(day) if entries[name].is_enabled)


def load_topics(settings: Settings) -> tuple[Topic, ...]:
    """All topics of the catalog, in the order of their keys; each names a panel that the catalog has, or none."""
    topics = _load("topics", "topics", Topic, settings.catalog)
    _check_panels(topics.values(), load_panels(settings))
    return tuple(topics.values())


def load_topic_file(path: Path, settings: Settings) -> tuple[Topic, ...]:
    """The topics of one file that need not be in the catalog yet (`wirewatch topics check`)."""
    topics = tuple(_entries(path.name, path.read_text(encoding="utf-8"), "topics", Topic)[0])
    _check_panels(topics, load_panels(settings))
    return topics


def _check_panels(topics: Any, panels: Mapping[str, Panel]) -> None:
    for topic in topics:
        if topic.panel is not None and topic.panel not in panels:
            raise ConfigurationError(
                f"topic {topic.key}, field panel: no panel {topic.panel!r} in the catalog; "
                f"there are {', '.join(panels)}, or leave the field out to count every feed"
            )


def _load(folder: str, kind: str, model: type[Entry], overlay: Path | None) -> dict[str, Entry]:
    """Entries of one kind by key: a user's entry takes the place of the shipped one with the same key."""
    shipped = _merge(files("pipeline.catalog") / folder, kind, model, folder)
    if overlay is None:
        return shipped[0]
    if not overlay.is_dir():
        raise ConfigurationError(f"WIREWATCH_CATALOG names {overlay}, which is no folder; create it or unset it")
    own, replaces = _merge(overlay / folder, kind, model, str(overlay / folder))
    merged = own if replaces else shipped[0] | own
    return dict(sorted(merged.items()))


def _merge(folder: Traversable, kind: str, model: type[Entry], name: str) -> tuple[dict[str, Entry], bool]:
    found: dict[str, Entry] = {}
    places: dict[str, str] = {}
    replaces = False
    for file_name, text in _yaml_files(folder):
        entries, file_replaces = _entries(f"{name}/{file_name}", text, kind, model)
        replaces = replaces or file_replaces
        for entry in entries:
            if entry.key in found:
                raise ConfigurationError(
                    f"{name}/{file_name}: key {entry.key} is also in {places[entry.key]}; rename or remove one of them"
                )
            found[entry.key] = entry
            places[entry.key] = file_name
    return dict(sorted(found.items())), replaces


def _yaml_files(folder: Traversable) -> Iterator[tuple[str, str]]:
    if folder.is_dir():
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.name.endswith((".yaml", ".yml")):
                yield item.name, item.read_text(encoding="utf-8")


def _entries(place: str, text: str, kind: str, model: type[Entry]) -> tuple[list[Entry], bool]:
    """The entries of one kind in one file, and whether the file replaces the shipped ones."""
    try:
        document = yaml.load(text, _YAML)  # noqa: S506 a safe loader either way
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{place} is no valid YAML: {error}; mend the line that it names") from error
    kinds = {"feeds", "panels", "topics"}
    if not isinstance(document, dict) or not set(document) <= kinds | {REPLACE}:
        raise ConfigurationError(
            f"{place}: begin with one of {', '.join(sorted(kinds))}, and the entries as a list under it"
        )
    entries = document.get(kind) or []
    if not isinstance(entries, list):
        raise ConfigurationError(f"{place}: {kind} must be a list; begin each entry with '- key: …'")
    checked = [_check(place, index, entry, model) for index, entry in enumerate(entries, start=1)]
    return checked, bool(document.get(REPLACE)) and kind in document


def _check(place: str, index: int, entry: object, model: type[Entry]) -> Entry:
    name = str(entry["key"]) if isinstance(entry, dict) and "key" in entry else f"number {index}"
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        faults = "; ".join(
            f"field {'.'.join(str(part) for part in fault['loc']) or 'entry'}: {_mend(fault, model)}"
            for fault in error.errors()
        )
        raise ConfigurationError(f"{place}, entry {name}: {faults}") from error


def _mend(fault: Any, model: type[Entry]) -> str:
    """A pydantic fault in words that say what to do."""
    match fault["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return f"is unknown; the fields are {', '.join(f.alias or name for name, f in model.model_fields.items())}"
        case "value_error":
            return str(fault["ctx"]["error"])
        case _:
            return f"{fault['msg']} (found {fault['input']!r})"
