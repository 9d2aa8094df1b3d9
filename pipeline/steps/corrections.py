"""Keeps what a person corrects of a claim, for the command line and the pages; the marts follow at the next refresh."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.steps.work import Connection
from pipeline.track.corrections import FIELDS, checked_value
from pipeline.warehouse.sqlfiles import load_sql

_SHORTEST_KEY = 6


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it was kept."""

    claim_key: str
    field: str
    old_value: str | None
    new_value: str | None


def correct_claim(
    connection: Connection, claim_key: str, field: str, value: str, *, reason: str, author: str, now: datetime
) -> Correction:
    """Keep a correction of a current claim, and mark its day so that the next refresh of the marts applies it.

    `claim_key` may be cut short as long as it is unique. The role web may call it. The caller commits. Raises
    ConfigurationError, with words for the person, where the claim is unknown or the field or value cannot be.
    """
    new_value = checked_value(field, value)
    if not reason.strip():
        raise ConfigurationError("a correction needs a reason: those who read the ledger will ask for it")
    if not author.strip():
        raise ConfigurationError("a correction needs an author")
    key, coded, corrected = _find(connection, claim_key)
    old_value = _present_value(field, coded, corrected)
    if old_value == new_value:
        raise ConfigurationError(f"{field} of claim {key} is {new_value or 'unknown'!r} already")
    connection.execute(
        load_sql("steps/add_correction.sql"),
        {
            "claim_key": key,
            "field": field,
            "old_value": old_value,
            "new_value": new_value,
            "reason": reason.strip(),
            "author": author.strip(),
            "now": now,
        },
    )
    return Correction(key, field, old_value, new_value)


def _find(connection: Connection, claim_key: str) -> tuple[str, dict[str, Any], dict[str, Any] | None]:
    if not re.fullmatch(rf"[0-9a-f-]{{{_SHORTEST_KEY},}}", claim_key):
        raise ConfigurationError(
            f"{claim_key!r} is no claim_key; take it from mart.claim_evidence ({_SHORTEST_KEY} characters are enough)"
        )
    found = connection.execute(load_sql("steps/claim_to_correct.sql"), {"key_pattern": f"{claim_key}%"}).fetchall()
    exact = [row for row in found if row[0] == claim_key]
    if not (exact or found):
        raise ConfigurationError(f"no current claim has the key {claim_key}; see mart.claim_evidence")
    if not exact and len(found) > 1:
        raise ConfigurationError(f"several claims begin with {claim_key}; give more of the key")
    key, corrected, coded = (exact or found)[0]
    return key, coded, corrected


def _present_value(field: str, coded: dict[str, Any], corrected: dict[str, Any] | None) -> str | None:
    """What the field says now, in the form of `checked_value`; a rejected claim has no corrected row."""
    if field == "rejected":
        return "true" if corrected is None else "false"
    value = (corrected or coded)[FIELDS[field][1]]
    if value is None:
        return None
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return checked_value(field, repr(value))
    return str(value)
