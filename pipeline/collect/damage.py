"""A record of an archive that could not be read, with its reason; reading goes on with the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A record that could not be read; `place` names archive and record for a person."""

    place: str
    reason: str
    url: str | None = None
