"""What the registry tells of an actor id: a person, an organisation, a state, or a group such as PRK-MIL."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.annotate.registry import ROLES, Office, Registry


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor as the warehouse keeps it; an id that the registry does not know has none."""

    name: str
    type: str  # state, organisation, person or group
    country: str | None
    role: str | None
    wikidata_id: str | None = None
    ofac_id: str | None = None
    un_id: str | None = None
    basis: str | None = None
    is_verified: bool = False
    aliases: tuple[tuple[str, str], ...] = ()  # text and ISO 639-1, which is empty for Latin letters
    offices: tuple[Office, ...] = ()


def profile(registry: Registry, actor_id: str) -> Profile | None:
    """The profile behind an id; None for a name that the registry does not know."""
    actor = registry.actors.get(actor_id)
    if actor is not None:
        native = [(name, language) for language, names in sorted(actor.native.items()) for name in names]
        return Profile(
            name=actor.name,
            type=actor.kind,
            country=actor.country,
            role=actor.role,
            wikidata_id=actor.wikidata_id,
            ofac_id=actor.ofac_id,
            un_id=actor.un_id,
            basis=actor.basis,
            is_verified=actor.is_verified,
            aliases=tuple(dict.fromkeys([(alias, "") for alias in actor.aliases] + native)),
            offices=actor.offices,
        )
    return _state(registry, actor_id) or _group(registry, actor_id)


def _state(registry: Registry, actor_id: str) -> Profile | None:
    country = registry.countries.get(actor_id)
    if country is None:
        return None
    name, *others = country.names
    native = [(text, language) for language, text in sorted(country.native.items()) if text]
    return Profile(
        name=name,
        type="state",
        country=country.id,
        role=None,
        basis=country.basis,
        is_verified=country.is_verified,
        aliases=tuple(dict.fromkeys([(text, "") for text in others] + native)),
    )


def _group(registry: Registry, actor_id: str) -> Profile | None:
    country, _, role = actor_id.partition("-")
    state = registry.country_name(country)
    return Profile(f"{state}, {role}", "group", country, role) if state and role in ROLES else None
