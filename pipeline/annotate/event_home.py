"""Whose people? A party without a country that acts within one takes the country of its counterpart."""

from __future__ import annotations

from dataclasses import replace

from pipeline.annotate.event_matching import is_human
from pipeline.annotate.event_parties import Role
from pipeline.annotate.parties import RELATIONS

# Roles of people inside a state; refugees, firms and organisations cross borders.
DOMESTIC = frozenset(
    {
        "CVL",
        "REB",
        "OPP",
        "JUD",
        "LAB",
        "EDU",
        "REL",
        "MED",
        "PTY",
        "LEG",
        "AGR",
        "JRN",
        "UAF",
        "COP",
        "SOC",
        "HLH",
        "ELI",
        "CRM",
    }
)
OF_THE_STATE = frozenset({"GOV", "MIL", "SPY"})
# Roles that make an act political, so that it is one for PLOVER.
POLITICAL = OF_THE_STATE | frozenset(
    {"REB", "OPP", "JUD", "PTY", "LEG", "UAF", "COP", "IGO", "NGO", "REF", "SEP", "RAD", "CRM"}
)


def with_home(source: Role | None, target: Role | None) -> tuple[Role | None, Role | None]:
    """The two parties, one completed by the other: "Egyptian police fired at demonstrators" meets Egyptians."""
    if source is None or target is None:
        return source, target
    return _completed(source, target), _completed(target, source)


def _completed(role: Role, other: Role) -> Role:
    party, country = role.party, other.party.country
    if party.country is not None or country is None or other.party.role in {"IGO", "NGO"}:
        return role
    is_stated = other.is_direct and (other.token._.wirewatch_mention is not None or is_human(other.token))
    if not is_stated and other.party.role is None:
        return role  # a state that is only named in what the act is about: "people protested the purchase of arms from Iran"
    if role.token.lemma_.lower() in RELATIONS:
        return role
    if _is_domestic(role, other):
        return replace(role, party=replace(party, country=country))
    return role


def _is_domestic(role: Role, other: Role) -> bool:
    own, counterpart = role.party.role, other.party.role
    if role.party.actor is not None:
        # A named person: only where both are said to be something within a state.
        return own is not None and own not in {"IGO", "NGO", "REF"} and counterpart in DOMESTIC
    if own in DOMESTIC:
        return True
    if own in OF_THE_STATE:
        return counterpart in DOMESTIC
    return own is None and is_human(role.token) and role.token.pos_ == "NOUN"


def is_political(event_type: str, source: Role | None, target: Role | None) -> bool:
    """Is a party a state, or an actor of politics, force or law? A protest is political, whoever protests."""
    roles = POLITICAL | DOMESTIC if event_type == "PROTEST" else POLITICAL
    return any(
        role is not None and (role.party.country is not None or role.party.role in roles) for role in (source, target)
    )


def is_official(role: Role) -> bool:
    """Is the party a state itself, or somebody with a role in politics, force or law?"""
    party = role.party
    return party.role in POLITICAL or (party.country is not None and party.actor == party.country)
