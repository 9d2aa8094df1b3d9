"""The component wirewatch_places: which place on earth a name means, told by the names around it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import extensions
from pipeline.annotate.extensions import text_of
from pipeline.annotate.gazetteer import CITY, COUNTRY, REGION, Gazetteer, Place, shared_gazetteer
from pipeline.records import Mention, PlaceMention

extensions.register()

PLACE_TYPES = frozenset({"GPE", "LOC", "FAC"})
ACTOR_TYPES = frozenset({"PER", "ORG", "ROLE"})
DIRECTIONS = frozenset({"north", "south", "east", "west"})
# Words of a place's name that gazetteers leave out, and those that make a name no place's.
COUNTY = re.compile(
    r"\s+(?:County|Parish|Township|District|Province|province|Prefecture|prefecture|Governorate|Oblast|State|state|Region|region|City|city)$"
)
LOCATIVE_BEFORE = re.compile(r"\b(?:in|near|outside|around|at)\s+$")
LEADING = re.compile(
    r"^(?:the\s+|downtown\s+|northern\s+|southern\s+|eastern\s+|western\s+|central\s+|North(?:ern|east)\s+(?=[A-Z])|South(?:ern|east)\s+(?=[A-Z])|Greater\s+)",
    re.IGNORECASE,
)
# Weights of the evidence for one of several places of a name, set on development texts; inhabitants count by logarithm.
IN_NAMED_STATE = 6.0  # "Paris, Texas"
IN_COUNTRY = 2.2  # times the share of the text's places that lie in the country
IN_ADMIN = 3.0  # times the share of the text's places that lie in the state
NEAR = 1.2  # for a neighbour within 150 km
NEAR_KM = 150.0
ACTOR_VOTE = 0.5  # of an actor of the country, beside a place's vote of one
REGION_BONUS = 5.0  # a state or province against a town of its name


@dataclass(slots=True)
class Candidate:
    """A name in the text with the places that it may mean."""

    start: int
    end: int
    name: str
    places: list[Place]
    state: Place | None = None  # the state or country named right after it


class PlaceFinder:
    """Places of a document that has mentions."""

    def __init__(self) -> None:
        self._gazetteer: Gazetteer | None = None

    def __call__(self, doc: Doc) -> Doc:
        doc._.wirewatch_places = self.find(doc)
        return doc

    def find(self, doc: Doc) -> tuple[PlaceMention, ...]:
        """The toponyms that the gazetteer knows, with the place that the context makes likeliest."""
        self._gazetteer = self._gazetteer or shared_gazetteer()
        candidates = list(_candidates(doc, self._gazetteer))
        _read_states(text_of(doc), candidates)
        return tuple(_resolved(candidates, _countries_of_actors(doc, self._gazetteer)))


def _candidates(doc: Doc, gazetteer: Gazetteer) -> Iterator[Candidate]:
    for mention in doc._.wirewatch_mentions:
        country = _country_place(mention, gazetteer)
        if country is not None:
            yield Candidate(mention.start, mention.end, mention.text, [country, *_homonyms(mention, gazetteer)])
        elif mention.text.lower() in DIRECTIONS:
            continue
        elif mention.type in PLACE_TYPES or _stands_as_place(text_of(doc), mention):
            places = lookup(mention.text, gazetteer)
            if places:
                yield Candidate(mention.start, mention.end, mention.text, places)


def _stands_as_place(text: str, mention: Mention) -> bool:
    """A name taken for a person's or a firm's, right after "in" or "near"."""
    is_open = not mention.is_resolved and mention.type in {"PER", "ORG"}
    return is_open and bool(LOCATIVE_BEFORE.search(text, max(0, mention.start - 12), mention.start))


def _country_place(mention: Mention, gazetteer: Gazetteer) -> Place | None:
    """The country that a country's name or adjective means."""
    if not mention.is_resolved or mention.actor is None or mention.actor != mention.country:
        return None
    if mention.type not in {"GPE", "NORP"}:
        return None
    capital = gazetteer.find(mention.text)
    is_city = any(place.kind == CITY and place.population > 100_000 for place in capital)
    return (
        None
        if is_city and mention.type == "GPE" and not _is_country_name(mention.text, gazetteer)
        else gazetteer.country(mention.country or "")
    )


def _is_country_name(name: str, gazetteer: Gazetteer) -> bool:
    return any(place.name == name for place in gazetteer.countries.values())


def _homonyms(mention: Mention, gazetteer: Gazetteer) -> list[Place]:
    """The state of the same name ("Georgia")."""
    return [place for place in gazetteer.find(mention.text) if place.kind == REGION] if mention.type == "GPE" else []


def lookup(name: str, gazetteer: Gazetteer) -> list[Place]:
    """The places of a name, also without "County" and "northern"."""
    for spelling in (name, LEADING.sub("", name), COUNTY.sub("", name), COUNTY.sub("", LEADING.sub("", name))):
        places = gazetteer.find(spelling)
        if places:
            return places
    return []


def _read_states(text: str, candidates: list[Candidate]) -> None:
    """In "Paris, Texas" the second name tells where the first one lies."""
    for first, second in pairwise(candidates):
        if re.fullmatch(r",\s*|\s*\(", text[first.end : second.start]):
            areas = [place for place in second.places if place.kind in {COUNTRY, REGION}]
            inside = [area for area in areas if any(_lies_in(place, area) for place in first.places)]
            if inside:
                first.state = inside[0]


def _lies_in(place: Place, area: Place) -> bool:
    if place is area or place.country != area.country:
        return False
    return area.kind == COUNTRY or (place.kind != COUNTRY and (area.admin is None or area.admin == place.admin))


def _countries_of_actors(doc: Doc, gazetteer: Gazetteer) -> Counter[str]:
    """How many actors of the text belong to each country (alpha-2)."""
    votes: Counter[str] = Counter()
    for mention in doc._.wirewatch_mentions:
        country = gazetteer.country(mention.country) if mention.country and mention.type in ACTOR_TYPES else None
        if country is not None and country.country:
            votes[country.country] += ACTOR_VOTE  # type: ignore[assignment]  # shares of a vote
    return votes


def _resolved(candidates: list[Candidate], actors: Counter[str]) -> Iterator[PlaceMention]:
    names = {candidate.name for candidate in candidates}
    evidence = {name: _evidence([other for other in candidates if other.name != name], actors) for name in names}
    chosen: dict[str, Place] = {}
    for candidate in candidates:
        if candidate.state is not None:
            chosen.setdefault(
                candidate.name, max(candidate.places, key=lambda p: _score(p, candidate, *evidence[candidate.name], ()))
            )
    anchors = [place for place in chosen.values() if place.kind == CITY]
    for candidate in candidates:
        place = chosen.get(candidate.name) if candidate.state is None else None
        place = place or max(candidate.places, key=lambda p: _score(p, candidate, *evidence[candidate.name], anchors))
        chosen[candidate.name] = place
        yield PlaceMention(
            candidate.start, candidate.end, place.lat, place.lon, place.geonameid, place.name, place.country
        )


def _evidence(candidates: list[Candidate], actors: Counter[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How many names of the text speak for each country and state; a name of many places splits its vote.

    The name that is to be placed is not among the candidates: its own namesakes tell nothing of it.
    """
    countries: Counter[str] = Counter(actors)
    admins: Counter[tuple[str, str]] = Counter()
    for candidate in candidates:
        if candidate.state is not None and candidate.state.country:
            countries[candidate.state.country] += 2
            if candidate.state.admin:
                admins[candidate.state.country, candidate.state.admin] += 2
            continue
        areas = [place for place in candidate.places if place.kind in {COUNTRY, REGION}]
        voters = areas or candidate.places
        for place in voters:
            if place.country:
                countries[place.country] += 1 / len(voters)  # type: ignore[assignment]  # shares of a vote
                if place.admin:
                    admins[place.country, place.admin] += 1 / len(voters)  # type: ignore[assignment]
    return countries, admins


def _score(
    place: Place,
    candidate: Candidate,
    countries: Counter[str],
    admins: Counter[tuple[str, str]],
    anchors: list[Place] | tuple[()],
) -> float:
    score = math.log10(place.population + 10)
    if place.kind in {COUNTRY, REGION}:
        score += REGION_BONUS
    if candidate.state is not None and _lies_in(place, candidate.state):
        score += IN_NAMED_STATE
    total = sum(countries.values()) or 1
    if place.country:
        score += IN_COUNTRY * min(1.0, 2 * countries[place.country] / total)
        if place.admin:
            score += IN_ADMIN * min(1.0, 2 * admins[place.country, place.admin] / total)
    if any(_kilometres(place, anchor) < NEAR_KM for anchor in anchors):
        score += NEAR
    return score


def _kilometres(one: Place, other: Place) -> float:
    a, b, c, d = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


@Language.factory(extensions.PLACES, assigns=["doc._.wirewatch_places"], requires=["doc._.wirewatch_mentions"])
def create_places(nlp: Language, name: str) -> PlaceFinder:
    """spaCy factory of wirewatch_places."""
    extensions.require(nlp, extensions.PLACES)
    return PlaceFinder()
