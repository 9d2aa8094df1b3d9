"""Stores the actors that texts name: those of the registry with all that it knows of them, others by their name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.annotate.profiles import Profile, profile
from pipeline.annotate.registry import Registry
from pipeline.records import Mention
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql

TYPES = {"PER": "person", "ORG": "organisation", "ROLE": "group"}


def store_actors(connection: Connection, mentions: Iterable[Mention], registry: Registry) -> None:
    """Add the actors of the mentions, or bring them up to the registry; runs in the caller's transaction."""
    named = {mention.actor: mention for mention in mentions if mention.actor}
    profiles = {actor_id: profile(registry, actor_id) for actor_id in sorted(named)}
    known = {actor_id: found for actor_id, found in profiles.items() if found is not None}
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/add_actor.sql"),
            [_row(actor_id, named[actor_id], found) for actor_id, found in profiles.items()],
        )
        cursor.executemany(load_sql("steps/add_actor_alias.sql"), list(_aliases(known)))
        cursor.executemany(load_sql("steps/put_actor_office.sql"), list(_offices(known)))


def _row(actor_id: str, mention: Mention, known: Profile | None) -> dict[str, Any]:
    if known is None:
        known = Profile(mention.text, TYPES.get(mention.type, ""), None, None)
    return {
        "actor_id": actor_id,
        "name": known.name,
        "actor_type": known.type or None,
        "country_code": known.country,
        "role_code": known.role,
        "wikidata_id": known.wikidata_id,
        "ofac_id": known.ofac_id,
        "un_id": known.un_id,
        "basis": known.basis,
        "is_verified": known.is_verified,
        "is_resolved": mention.is_resolved,
    }


def _aliases(known: dict[str, Profile]) -> Iterator[dict[str, Any]]:
    for actor_id, found in known.items():
        for alias, language in found.aliases:
            yield {"actor_id": actor_id, "alias": alias, "language_code": language}


def _offices(known: dict[str, Profile]) -> Iterator[dict[str, Any]]:
    for actor_id, found in known.items():
        for ordinal, office in enumerate(found.offices):
            yield {
                "actor_id": actor_id,
                "ordinal": ordinal,
                "title": office.title,
                "role_code": office.role,
                "start_date": office.start,
                "end_date": office.end,
            }
