"""`wirewatch actors list` and `wirewatch actors verify FILE`: whom the registry knows, and ids from a user's export."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.annotate import registry, verify
from pipeline.annotate.matching import fold
from pipeline.annotate.registry import ActorRow, Office, Registry
from pipeline.errors import ConfigurationError
from pipeline.settings import Settings

OVERLAY = "verified.yaml"


def list_actors(settings: Settings, words: str | None = None) -> int:
    """Print the persons and organisations of the registry, or those with these words in a name or code."""
    known = registry.shared(settings.catalog)
    rows = sorted((row for row in known.actors.values() if _bears(row, words)), key=lambda row: (row.kind, row.name))
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "name", "country", "role", "offices", "Wikidata", "OFAC", "UN", "checked"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(
            row.id,
            row.name,
            row.country or "",
            row.role or "",
            "; ".join(_term(office) for office in row.offices),
            row.wikidata_id or "",
            row.ofac_id or "",
            row.un_id or "",
            "yes" if row.is_verified else "no",
        )
    console = Console()
    console.print(table)
    verified = sum(1 for row in rows if row.is_verified)
    console.print(f"{len(rows)} actors, {verified} with an id that was checked against a source.")
    return 0


def verify_actors(settings: Settings, export: Path, write: bool) -> int:
    """Compare the registry with an export; with `write`, put what was found into the user's catalog folder."""
    if not export.is_file():
        raise ConfigurationError(f"{export} is no file; give a Wikidata or OFAC export (CSV) or the UN list (XML)")
    if write and settings.catalog is None:
        raise ConfigurationError("--write needs a catalog folder of your own: name it in WIREWATCH_CATALOG")
    known = registry.shared(settings.catalog)
    findings = verify.verify(export, known)
    table = Table(box=None, pad_edge=False)
    for heading in ("actor", "field", "found", "reason"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(finding.actor_id, finding.field, finding.value or "", finding.reason)
    console = Console()
    console.print(table)
    certain = [finding for finding in findings if finding.value is not None]
    console.print(f"{len(certain)} ids found, {len(findings) - len(certain)} to look at by hand.")
    if write and settings.catalog is not None:
        console.print(f"Written to {_write(settings.catalog / 'actors', certain, known, export.name)}.")
    return 0


def _write(folder: Path, findings: list[verify.Finding], known: Registry, source: str) -> Path:
    """Lay the findings over what earlier exports gave; the folder's registry is read anew afterwards."""
    path = folder / OVERLAY
    earlier = path.read_text(encoding="utf-8") if path.exists() else ""
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(verify.overlay(findings, known, source, earlier), encoding="utf-8")
    registry.shared.cache_clear()
    return path


def _bears(row: ActorRow, words: str | None) -> bool:
    if not words:
        return True
    names = (
        row.id,
        row.name,
        row.country or "",
        *row.aliases,
        *(name for names in row.native.values() for name in names),
    )
    return any(fold(words) in fold(name) for name in names)


def _term(office: Office) -> str:
    if office.start is None and office.end is None:
        return office.title
    return f"{office.title} {office.start or ''}..{office.end or ''}"
