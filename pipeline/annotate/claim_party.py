"""What a phrase names as a party to a transfer: its countries, its kind, and the words that name it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class PartyReading:
    """What a phrase names; `countries` is empty for a bloc, a homeless group and whatever has no country."""

    countries: tuple[str, ...]
    kind: str  # state, group, firm, bloc, unknown
    start: int  # character offsets of the words that name it
    end: int
    basis: str = "direct"  # direct, place, context

    @property
    def is_group(self) -> bool:
        """An armed group rather than a state."""
        return self.kind == "group"


def at_token(token: Token, countries: tuple[str, ...], kind: str, basis: str = "direct") -> PartyReading:
    """The party that one word names."""
    return PartyReading(countries, kind, token.idx, token.idx + len(token), basis)


def at_span(span: Span, countries: tuple[str, ...], kind: str, basis: str = "direct") -> PartyReading:
    """The party that several words name."""
    return PartyReading(countries, kind, span.start_char, span.end_char, basis)


def countries_of(parties: Iterable[PartyReading]) -> tuple[str, ...]:
    """The countries of several parties in the order of the text, each once."""
    return tuple(dict.fromkeys(country for party in parties for country in party.countries))


def others(parties: Iterable[PartyReading], taken: set[str]) -> list[PartyReading]:
    """The parties that are of none of the countries that are taken; a bloc has none and stays."""
    return [party for party in parties if not set(party.countries) & taken]


def named_others(parties: Iterable[PartyReading], taken: set[str]) -> list[PartyReading]:
    """The parties with a country, that is none of those taken."""
    return [party for party in others(parties, taken) if party.countries]
