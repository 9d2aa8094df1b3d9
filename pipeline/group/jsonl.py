"""`wirewatch group`: JSON records in, their places out, in the same order; everything is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from pipeline.group.memory import MemoryIndex
from pipeline.group.place import Placer
from pipeline.group.profile import Profile, profile
from pipeline.group.story import TermStatistics
from pipeline.records import Document, Placement

_FIELDS = ("duplicate_of", "relation", "similarity", "story_id")


def answer(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One answer for each record, after the last was read: a later original may take over an earlier copy."""
    rows = list(records)
    problems: dict[int, str] = {}
    profiles: dict[int, Profile] = {}
    seen: set[str] = set()
    for at, row in enumerate(rows):
        try:
            document = read_document(row)
        except ValueError as error:
            problems[at] = str(error)
            continue
        if document.id in seen:
            problems[at] = f"id {document.id} was given before; each document needs an id of its own"
            continue
        seen.add(document.id)
        profiles[at] = profile(document)
    given_ids = {one.id: rows[at]["id"] for at, one in profiles.items()}
    places = Placer(MemoryIndex(), TermStatistics()).place(list(profiles.values()))
    for at, row in enumerate(rows):
        if at in problems:
            yield {"id": row.get("id"), **dict.fromkeys(_FIELDS), "error": problems[at]}
        else:
            yield _answer(row["id"], places[profiles[at].id], given_ids)


def read_document(row: dict[str, Any]) -> Document:
    """The document of a record; a ValueError says what it lacks."""
    if row.get("id") is None:
        raise ValueError("the record has no id")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"document {row['id']} has no text; give it as a string in the field text")
    for name in ("title", "source", "agency", "published_at"):
        if not isinstance(row.get(name), str | None):
            raise ValueError(f"document {row['id']}: {name} must be a string or null")
    return Document(
        id=str(row["id"]),
        text=text,
        title=row.get("title") or None,
        published_at=_moment(row),
        source=row.get("source") or None,
        agency=row.get("agency") or None,
    )


def _moment(row: dict[str, Any]) -> datetime | None:
    value = row.get("published_at")
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"document {row['id']}: published_at {value!r} is no ISO 8601 time") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _answer(given_id: Any, placement: Placement, given_ids: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": given_id,
        "duplicate_of": given_ids.get(placement.duplicate_of) if placement.duplicate_of else None,
        "relation": placement.relation,
        "similarity": placement.similarity,
        "story_id": given_ids[placement.story_id],
        "reason": placement.reason,
        "error": None,
    }
