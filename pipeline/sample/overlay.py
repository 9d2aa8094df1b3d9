"""Writes the catalog folder of the demo: the newsroom's feeds in place of all shipped ones, the shipped topics kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from pipeline.catalog.loader import REPLACE, load_topics
from pipeline.sample.newsroom import Newsroom
from pipeline.settings import Settings

_AGENCY = "meridian"  # the outlet that is a wire agency
_AGENCY_ALIASES = ["Meridian"]  # how its datelines name it


def write_catalog(newsroom: Newsroom, folder: Path) -> Path:
    """Writes feeds, panels and the newsroom's agency into `folder` (made if missing) and gives it back.

    Set WIREWATCH_CATALOG to it: `load_feeds` then yields the newsroom's feeds alone, and every panel that a shipped
    topic names holds all of them from the beginning.
    """
    feeds = [
        {
            "key": f"sample_{outlet.key}" + (f"_{number}" if number else ""),
            "url": newsroom.bases[outlet.key] + (plan.moved_from or plan.path),
            "source": newsroom.source_name(outlet),
            "domain": outlet.domain,
            "country": outlet.country,
            "language": outlet.language,
            "owner_group": outlet.owner_group,
            "reliability": outlet.reliability,
            "notes": "Fiction, served on loopback",
        }
        for outlet in newsroom.outlets.values()
        for number, plan in enumerate(outlet.feeds)
    ]
    names = sorted({topic.panel for topic in load_topics(Settings(catalog=None)) if topic.panel})
    members = {"from": date(2000, 1, 1), "feeds": [feed["key"] for feed in feeds]}
    panels = [{"key": name, "title": "The sample newsroom", "versions": [members]} for name in names]
    agency = newsroom.outlets[_AGENCY]
    agencies = [
        {
            "name": agency.name,
            "owner": agency.owner_group,
            "country": agency.country,
            "aliases": _AGENCY_ALIASES,
            "domains": [agency.domain],
        }
    ]
    _write(folder / "feeds" / "sample.yaml", {REPLACE: True, "feeds": feeds, "panels": panels})
    _write(folder / "agencies.yaml", agencies)
    return folder


def _write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    path.write_text(
        f"# Written for the sample newsroom; it is replaced at every run of the demo.\n{text}", encoding="utf-8"
    )
