"""The parties of the phrases around a trigger, with the catalogs that those who fill the roles of a transfer need."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_goods import nationals_before, weapon_at
from pipeline.annotate.claim_nationality import nationalities
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_party import PartyReading
from pipeline.annotate.claim_syntax import prepositions_of
from pipeline.annotate.parties import expand_conjuncts
from pipeline.annotate.weapons import WeaponMention

FARTHEST = 28  # tokens after a trigger in which a preposition may still belong to it
# Signs that end a search by position: what follows belongs to something else.
STOPS = frozenset({";", ":", "—", "–"})


class PhraseReader:
    """Reads the parties of whole phrases; `parties` reads single heads, `frames` are the frames and word lists."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.frames = frames
        self.parties = parties

    def parties_of(self, token: Token | None, weapons: Sequence[WeaponMention]) -> list[PartyReading]:
        """The parties of a phrase and its conjuncts; a phrase that is itself a weapon is none, nor is no phrase."""
        return [
            reading
            for member in (expand_conjuncts(token) if token is not None else ())
            if weapon_at(member, weapons) is None and (reading := self.parties.read(member)) is not None
        ]

    def parties_under(
        self, head: Token, prepositions: Collection[str], weapons: Sequence[WeaponMention]
    ) -> list[PartyReading]:
        """The parties under some of the prepositions of a head."""
        nouns = (noun for preposition, noun in prepositions_of(head) if preposition in prepositions)
        return [party for noun in nouns for party in self.parties_of(noun, weapons)]

    def nationalities_before(self, noun: Token, goods: Sequence[WeaponMention]) -> list[PartyReading]:
        """The nationalities in front of a noun and of the goods that modify it, in the order of the text."""
        first = min([noun.i, *(weapon.start for weapon in goods if weapon.start < noun.i)])
        tokens = list(nationals_before(noun.doc, first, noun.sent.start))
        return [party for token in tokens[::-1] for party in nationalities(token, self.parties.catalog)]
