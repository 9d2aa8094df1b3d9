"""Fills ids of the registry from an export that the user supplies: Wikidata, OFAC's SDN list or the UN's list.

An id is filled only where exactly one row of the export bears the actor's name or alias and no country contradicts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from pipeline.annotate.drafts import normal_name
from pipeline.annotate.registry import ActorRow, Registry
from pipeline.errors import ConfigurationError

WIKIDATA, OFAC, UN = "wikidata_id", "ofac_id", "un_id"
NAME_COLUMNS = ("itemLabel", "label", "name", "personLabel", "officeholderLabel", "person")
ID_COLUMNS = ("item", "qid", "wikidata_id", "personID", "wdid", "officeholder", "person")
COUNTRY_COLUMNS = ("iso3", "country", "countryCode")
ALIAS_COLUMNS = ("aliases", "itemAltLabel", "altLabel")
QID = re.compile(r"Q[1-9]\d*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an export."""

    identity: str
    names: tuple[str, ...]
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the export tells of one actor; `value` is None where it tells nothing certain, and `reason` says why."""

    actor_id: str
    field: str
    value: str | None
    reason: str


def verify(path: Path, registry: Registry) -> list[Finding]:
    """Compare each actor of the registry with the export; raises ConfigurationError where its form is unknown."""
    field, entries = read_export(path)
    by_name: dict[str, set[Entry]] = {}
    for entry in entries:
        for name in entry.names:
            key = _key(name)
            if key:
                by_name.setdefault(key, set()).add(entry)
    return [finding for actor in registry.actors.values() for finding in _compare(actor, field, by_name)]


def overlay(findings: Iterable[Finding], registry: Registry, source: str, earlier: str = "") -> str:
    """The YAML of an overlay file (for WIREWATCH_CATALOG/actors) with the ids that were found, marked as verified.

    The actors of `earlier`, an overlay written before, stay in it.
    """
    rows = {row["id"]: row for row in (yaml.safe_load(earlier) or {}).get("actors", [])}
    for finding in findings:
        if finding.value is None:
            continue
        row = rows.get(finding.actor_id) or registry.actors[finding.actor_id].model_dump(mode="json")
        row[finding.field] = finding.value
        row["basis"] = f"{row['basis']}; {source}" if row["is_verified"] and source not in row["basis"] else source
        row["is_verified"] = True
        rows[finding.actor_id] = row
    return yaml.safe_dump({"actors": list(rows.values())}, allow_unicode=True, sort_keys=False)


def read_export(path: Path) -> tuple[str, list[Entry]]:
    """The id field that the export fills, and its rows."""
    if path.suffix.lower() == ".xml":
        return UN, list(_un_entries(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows:
        raise ConfigurationError(f"{path} is empty; export it again")
    if rows[0][0].strip().isdigit() and len(rows[0]) > 2:
        return OFAC, [Entry(row[0].strip(), (row[1],)) for row in rows if len(row) > 2 and row[0].strip().isdigit()]
    header = [cell.strip() for cell in rows[0]]
    if "ent_num" in header:
        records = [dict(zip(header, row, strict=False)) for row in rows[1:]]
        return OFAC, [
            Entry(record["ent_num"], (record.get("SDN_Name") or record.get("sdn_name") or "",)) for record in records
        ]
    return WIKIDATA, list(_wikidata_entries(path, header, rows[1:]))


def _wikidata_entries(path: Path, header: list[str], rows: list[list[str]]) -> Iterator[Entry]:
    name = next((column for column in NAME_COLUMNS if column in header), None)
    identity = next((column for column in ID_COLUMNS if column in header), None)
    if name is None or identity is None:
        raise ConfigurationError(
            f"{path}: no known columns in {header}; a Wikidata export needs one of {ID_COLUMNS} "
            f"and one of {NAME_COLUMNS}"
        )
    for row in rows:
        record: dict[str, Any] = dict(zip(header, row, strict=False))
        match = QID.search(record.get(identity) or "")
        aliases = next((record[column] for column in ALIAS_COLUMNS if record.get(column)), "")
        country = next((record[column].strip() for column in COUNTRY_COLUMNS if record.get(column)), None)
        if match:
            names = (record.get(name) or "", *re.split(r"\s*[,;|]\s*", aliases))
            yield Entry(match.group(), names, country if country and re.fullmatch(r"[A-Z]{3}", country) else None)


def _un_entries(path: Path) -> Iterator[Entry]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise ConfigurationError(f"{path}: no valid XML ({error}); fetch the UN list again") from error
    for node in [*root.iter("INDIVIDUAL"), *root.iter("ENTITY")]:
        parts = [node.findtext(f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        name = " ".join(part.strip() for part in parts if part)
        aliases = [alias.text or "" for alias in node.iter("ALIAS_NAME")]
        reference = node.findtext("REFERENCE_NUMBER")
        if reference:
            yield Entry(reference.strip(), (name, *aliases))


def _compare(actor: ActorRow, field: str, by_name: dict[str, set[Entry]]) -> Iterator[Finding]:
    own = {_key(name) for name in (actor.name, *actor.aliases) if len(name.split()) > 1 or actor.kind == "organisation"}
    found = {entry for key in own for entry in by_name.get(key or "", ())}
    fitting = {entry for entry in found if not (entry.country and actor.country and entry.country != actor.country)}
    if not found:
        return
    if len(fitting) != 1:
        yield Finding(actor.id, field, None, f"{len(fitting)} rows of the export fit: choose by hand")
        return
    (entry,) = fitting
    known = getattr(actor, field)
    if known is not None and known != entry.identity:
        yield Finding(actor.id, field, None, f"the registry has {known}, the export {entry.identity}: look at both")
    else:
        yield Finding(actor.id, field, entry.identity, "the one row of that name")


def _key(name: str) -> str | None:
    """The words of a name in one order: OFAC writes KIM, Jong Un."""
    words = normal_name(name)
    return " ".join(sorted(words.split())) if words else None
