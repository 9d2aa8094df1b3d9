"""The registry of actors: checked schema of catalog/actors/*.yaml and the aliases by which texts name them.

A user's catalog folder overlays the shipped files: an actor of the same id replaces the shipped one, others are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import pipeline.catalog
from pipeline.annotate.words import wordset
from pipeline.errors import ConfigurationError
from pipeline.settings import get_settings

SHIPPED = Path(pipeline.catalog.__file__).parent / "actors"

# PLOVER's and CAMEO's roles, as far as they are used here.
ROLES = wordset(
    "GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CVL IGO NGO LEG UAF PRM REF REL LAB AGR JRN HLH CRM ELI SOC"
)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Office(_Row):
    """An office that a person held; dates are null where they could not be checked."""

    title: str
    role: str
    start: date | None = None
    end: date | None = None


class ActorRow(_Row):
    """A person or an organisation of the catalog."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    kind: Literal["person", "organisation"]
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    role: str | None = None
    aliases: tuple[str, ...] = ()
    native: dict[str, tuple[str, ...]] = {}
    offices: tuple[Office, ...] = ()
    wikidata_id: str | None = Field(default=None, pattern=r"^Q[1-9]\d*$")
    ofac_id: str | None = None
    un_id: str | None = None
    basis: str
    is_verified: bool


class CountryRow(_Row):
    """A country as the libraries know it (countries.yaml)."""

    id: str = Field(pattern=r"^[A-Z]{3}$")
    alpha2: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str | None
    geonameid: int | None
    continent: str | None
    lat: float | None
    lon: float | None
    native: dict[str, str | None]
    basis: str
    is_verified: bool


class CountryWords(_Row):
    """What editors add to a country (country_names.yaml); `people` left out means the adjectives with an s."""

    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    native: dict[str, tuple[str, ...]] = {}


class SharedName(_Row):
    """A surname of several persons of one state and role (shared_names.yaml): it resolves to no id."""

    text: str
    country: str
    role: str


class Region(_Row):
    """A name that holds or looks like a country's name; `type` none means that it names nothing of interest."""

    text: str
    country: str | None = None
    type: str = "LOC"
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A way to write an actor: `kind` is name, adjective, people, capital, seat, region, person or organisation."""

    text: str
    kind: str
    type: str  # the Mention type
    actor: str | None
    country: str | None
    role: str | None


@dataclass(frozen=True)
class Registry:
    """All actors, countries and their aliases."""

    actors: dict[str, ActorRow]
    countries: dict[str, CountryRow]
    aliases: tuple[Alias, ...]

    def country_name(self, code: str | None) -> str | None:
        """The English name of a country, such as North Korea for PRK."""
        row = self.countries.get(code or "")
        return row.names[0] if row and row.names else None


def load(overlay: Path | None = None) -> Registry:
    """Read and check the shipped files and, over them, those of `overlay`/actors.

    Raises ConfigurationError that names the file, the entry and the mend.
    """
    folders = [SHIPPED] + ([overlay / "actors"] if overlay else [])
    countries: dict[str, CountryRow] = {}
    words: dict[str, CountryWords] = {}
    regions: list[Region] = []
    shared_names: list[SharedName] = []
    actors: dict[str, ActorRow] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            content = _read(path)
            for row in content.get("countries") or [] if isinstance(content.get("countries"), list) else []:
                country = _checked(CountryRow, row, path)
                countries[country.id] = country
            if isinstance(content.get("countries"), dict):
                for code, row in content["countries"].items():
                    words[code] = _checked(CountryWords, row, path)
            regions += [_checked(Region, row, path) for row in content.get("not_a_country") or []]
            shared_names += [_checked(SharedName, row, path) for row in content.get("shared_names") or []]
            for row in content.get("actors") or []:
                actor = _checked(ActorRow, row, path)
                if folder == SHIPPED and actor.id in actors:
                    raise ConfigurationError(f"{path}: actor {actor.id!r} is there twice; give one of them another id")
                actors[actor.id] = actor
    unknown = {actor.country for actor in actors.values() if actor.country} - countries.keys()
    roles = {actor.role for actor in actors.values() if actor.role} - ROLES
    if unknown or roles:
        raise ConfigurationError(f"actors name unknown countries {sorted(unknown)} or roles {sorted(roles)}; mend them")
    aliases = tuple(_all_aliases(countries, words, regions, actors.values(), shared_names))
    return Registry(actors=actors, countries=countries, aliases=aliases)


@lru_cache(maxsize=4)
def shared(overlay: Path | None = None) -> Registry:
    """The registry, read once per process and overlay folder."""
    return load(overlay)


def current() -> Registry:
    """The registry under the present settings."""
    return shared(get_settings().catalog)


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  both loaders are safe
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{path}: no valid YAML ({error}); mend the line it names") from error
    return content if isinstance(content, dict) else {}


def _checked(model: type[Any], row: Any, path: Path) -> Any:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        name = row.get("id", row) if isinstance(row, dict) else row
        raise ConfigurationError(f"{path}: entry {name!r} does not fit the schema: {error}") from error


def _all_aliases(
    countries: dict[str, CountryRow],
    words: dict[str, CountryWords],
    regions: Iterable[Region],
    actors: Iterable[ActorRow],
    shared_names: Iterable[SharedName],
) -> Iterator[Alias]:
    """Every alias once; where two actors claim the same words, the one yielded first keeps them."""
    seen: set[str] = set()
    for alias in _candidates(countries, words, regions, actors, shared_names):
        if alias.text and alias.text not in seen:
            seen.add(alias.text)
            yield alias


def _candidates(
    countries: dict[str, CountryRow],
    words: dict[str, CountryWords],
    regions: Iterable[Region],
    actors: Iterable[ActorRow],
    shared_names: Iterable[SharedName],
) -> Iterator[Alias]:
    for name in shared_names:
        yield Alias(name.text, "person", "PER", None, name.country, name.role)
    for region in regions:
        yield Alias(region.text, "region", region.type, None, region.country, region.role)
    for code, extra in words.items():
        for text in extra.names:
            yield Alias(text, "name", "GPE", code, code, None)
        for seat in extra.seats:
            yield Alias(seat, "seat", "ORG", code, code, "GOV")
    # Countries with words of their own come first: libraries call the people of American Samoa American too.
    for country in sorted(countries.values(), key=lambda row: row.id not in words):
        yield from _country_aliases(country, words.get(country.id, CountryWords()))
    for actor in actors:
        yield from _actor_aliases(actor)


def _country_aliases(country: CountryRow, extra: CountryWords) -> Iterator[Alias]:
    code = country.id
    yield from (Alias(name, "name", "GPE", code, code, None) for name in country.names)
    adjectives = extra.adjectives or tuple(word for word in country.demonyms if word[0].isupper())
    for adjective in adjectives:
        yield Alias(adjective, "adjective", "NORP", code, code, None)
    people = extra.people if extra.people is not None else tuple(f"{word}s" for word in adjectives if _takes_s(word))
    for word in people:
        yield Alias(word, "people", "NORP", code, code, "CVL")
    for capital in [country.capital, *extra.capitals]:
        if capital:
            yield Alias(capital, "capital", "GPE", code, code, None)
    for language, name in country.native.items():
        natives = (name, *extra.native.get(language, ())) if name else extra.native.get(language, ())
        yield from (Alias(native, "name", "GPE", code, code, None) for native in natives)


def _takes_s(adjective: str) -> bool:
    return not adjective.endswith(("ese", "ish", "ch", "s"))


def _actor_aliases(actor: ActorRow) -> Iterator[Alias]:
    kind = "PER" if actor.kind == "person" else "ORG"
    for text in (actor.name, *actor.aliases, *(name for names in actor.native.values() for name in names)):
        yield Alias(text, actor.kind, kind, actor.id, actor.country, actor.role)
