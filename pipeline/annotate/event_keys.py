"""The key of an event: equal for reports of one happening, the same in every run.

A key is the first 16 hexadecimal digits of the SHA-256 of type, parties and day. A party is its country and role
where they are known, else its actor. Without two known parties, or without a day, the normalised sentence takes the
place of what is missing, so that nothing is joined on too little.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

from pipeline.records import Party

NOT_A_WORD = re.compile(r"[\W_]+")


def event_key(
    event_type: str,
    source: Party | None,
    target: Party | None,
    day: date | None,
    sentence: str,
    *,
    reciprocal: bool = False,
) -> str:
    """The key; `day` is that of the event, else of the publication. Parties of a reciprocal event have no order."""
    names = [party_name(source), party_name(target)]
    known = [name for name in names if name]
    parts = [event_type, *(sorted(names) if reciprocal else names)]
    if len(known) == 2 and day is not None:
        parts.append(day.isoformat())
    else:
        parts.append(normalised(sentence))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def party_name(party: Party | None) -> str:
    """How a key writes a party; empty for one that nothing identifies."""
    if party is None:
        return ""
    if party.country:
        return f"{party.country}:{party.role or ''}"
    return party.actor or party.role or ""


def normalised(sentence: str) -> str:
    """A sentence in small letters with one blank between words."""
    return NOT_A_WORD.sub(" ", sentence.casefold()).strip()
