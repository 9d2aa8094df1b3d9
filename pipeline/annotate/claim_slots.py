"""What a transfer frame gives: the trigger, its goods, and the parties in each role with the way they were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from pipeline.annotate.claim_frames import NounFrame, VerbFrame
from pipeline.annotate.claim_party import PartyReading, countries_of
from pipeline.annotate.weapons import WeaponMention

OPPOSITE = {"supplier": "recipient", "recipient": "supplier"}
Frame = VerbFrame | NounFrame


@dataclass(slots=True)
class Slot:
    """The parties in one role; `basis` tells how they were found."""

    parties: list[PartyReading] = field(default_factory=list)
    basis: str = "none"  # grammar, nationality, control, linear, context, none

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes in the order of the text, each once."""
        return countries_of(self.parties)

    @property
    def is_told(self) -> bool:
        """Whether the text fills the role, be it with a bloc that has no country."""
        return bool(self.countries) or any(party.kind == "bloc" for party in self.parties)

    def fill(self, parties: Iterable[PartyReading], basis: str) -> None:
        """Take the parties unless the role is filled already."""
        found = list(parties)
        if not self.is_told and found:
            self.parties, self.basis = found, basis


@dataclass(slots=True)
class TransferReading:
    """One trigger with its goods and parties."""

    trigger: Token
    frame: Frame
    weapons: list[WeaponMention]
    supplier: Slot = field(default_factory=Slot)
    recipient: Slot = field(default_factory=Slot)
    intermediary: Slot = field(default_factory=Slot)
    origins: dict[WeaponMention, list[PartyReading]] = field(default_factory=dict)  # nationality of each item
    is_linear: bool = False  # the goods were found by position, not by the parse
    is_apart: bool = False  # told without a verb of its own: "tanks to Chad and howitzers to Mali"
    rule: str = ""

    def slot(self, role: str) -> Slot:
        """The slot of a role."""
        if role == "supplier":
            return self.supplier
        return self.recipient if role == "recipient" else self.intermediary
