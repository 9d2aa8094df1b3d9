"""Keeps what a person corrects of a claim or an event, for the command line and the pages; the next refresh applies it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.steps.work import Connection
from pipeline.track.corrections import EVENT_FIELDS, FIELDS, checked_value
from pipeline.warehouse.sqlfiles import load_sql

_SHORTEST_KEY = 6


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it was kept; `kind` is claim or event."""

    kind: str
    key: str
    field: str
    old_value: str | None
    new_value: str | None


@dataclass(frozen=True, slots=True)
class _Kind:
    """What may be corrected: where it is found, and its fields."""

    name: str
    query: str
    table: str
    fields: Mapping[str, tuple[str, str]]


_CLAIM = _Kind("claim", "steps/claim_to_correct.sql", "mart.claim_evidence", FIELDS)
_EVENT = _Kind("event", "steps/event_to_correct.sql", "core.corrected_event", EVENT_FIELDS)


def correct_claim(
    connection: Connection, claim_key: str, field: str, value: str, *, reason: str, author: str, now: datetime
) -> Correction:
    """Keep a correction of a current claim, and mark its day so that the next refresh of the marts applies it.

    `claim_key` may be cut short as long as it is unique. The role web may call it. The caller commits. Raises
    ConfigurationError, with words for the person, where the claim is unknown or the field or value cannot be.
    """
    return _correct(connection, _CLAIM, claim_key, field, value, reason, author, now)


def correct_event(
    connection: Connection, event_key: str, field: str, value: str, *, reason: str, author: str, now: datetime
) -> Correction:
    """Keep a correction of a current event: of every clause that tells it. Otherwise as `correct_claim`."""
    return _correct(connection, _EVENT, event_key, field, value, reason, author, now)


def correct(
    connection: Connection, key: str, field: str, value: str, *, reason: str, author: str, now: datetime
) -> Correction:
    """Keep a correction of the claim or event with this key; as `correct_claim`."""
    _check_key(key)
    is_event = not _rows(connection, _CLAIM, key) and _rows(connection, _EVENT, key)
    return _correct(connection, _EVENT if is_event else _CLAIM, key, field, value, reason, author, now)


def _correct(
    connection: Connection, kind: _Kind, given_key: str, field: str, value: str, reason: str, author: str, now: datetime
) -> Correction:
    new_value = checked_value(field, value, kind.fields)
    if not reason.strip():
        raise ConfigurationError("a correction needs a reason: those who read the marts will ask for it")
    if not author.strip():
        raise ConfigurationError("a correction needs an author")
    key, coded, corrected = _find(connection, kind, given_key)
    old_value = _present_value(kind, field, coded, corrected)
    if old_value == new_value:
        raise ConfigurationError(f"{field} of {kind.name} {key} is {new_value or 'unknown'!r} already")
    connection.execute(
        load_sql("steps/add_correction.sql"),
        {
            "target_type": kind.name,
            "target_key": key,
            "field": field,
            "old_value": old_value,
            "new_value": new_value,
            "reason": reason.strip(),
            "author": author.strip(),
            "now": now,
        },
    )
    return Correction(kind.name, key, field, old_value, new_value)


def _find(connection: Connection, kind: _Kind, key: str) -> tuple[str, dict[str, Any], dict[str, Any] | None]:
    _check_key(key)
    found = _rows(connection, kind, key)
    exact = [row for row in found if row[0] == key]
    if not (exact or found):
        raise ConfigurationError(f"no current claim or event has the key {key}; see {_CLAIM.table}, {_EVENT.table}")
    if not exact and len(found) > 1:
        raise ConfigurationError(f"several {kind.name}s begin with {key}; give more of the key")
    full_key, corrected, coded = (exact or found)[0]
    return full_key, coded, corrected


def _check_key(key: str) -> None:
    if not re.fullmatch(rf"[0-9a-f-]{{{_SHORTEST_KEY},}}", key):
        raise ConfigurationError(
            f"{key!r} is no key of a claim or an event; take it from {_CLAIM.table} or {_EVENT.table} "
            f"({_SHORTEST_KEY} characters are enough)"
        )


def _rows(connection: Connection, kind: _Kind, key: str) -> list[tuple[Any, ...]]:
    return connection.execute(load_sql(kind.query), {"key_pattern": f"{key}%"}).fetchall()


def _present_value(kind: _Kind, field: str, coded: dict[str, Any], corrected: dict[str, Any] | None) -> str | None:
    """What the field says now, in the form of `checked_value`; what was rejected has no corrected row."""
    if field == "rejected":
        return "true" if corrected is None else "false"
    value = (corrected or coded)[kind.fields[field][1]]
    if value is None:
        return None
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return checked_value(field, repr(value))
    return str(value)
