"""The country that the whole text tells for actors who are named without one: cities, and texts about one country."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.annotate.drafts import Draft, span_of
from pipeline.annotate.extensions import text_of
from pipeline.annotate.gazetteer import COUNTRY, REGION, Gazetteer, Place, shared_gazetteer
from pipeline.annotate.registry import current
from pipeline.annotate.roles import RoleWords
from pipeline.annotate.words import wordset

# Last words of the names of offices that every state may have.
OFFICES = wordset(
    "ministry department council agency service bureau office court parliament senate assembly congress bank navy army"
)
CONGRESS = "Congress"
# States with a Congress, the parties of India and Nepal included; elsewhere a bare "Congress" is the American one, if any.
CONGRESSES = frozenset(
    {"ARG", "BRA", "CHL", "COL", "DOM", "ESP", "GTM", "HND", "IND", "LBY", "MEX", "NPL", "PER", "PHL", "PRY", "USA"}
)
AMERICAN_POLITICS = re.compile(
    r"\b(?:Republicans?|Democrats?|White House|Capitol|Senate|House of Representatives|Pentagon)\b"
)
LARGE = 100_000  # inhabitants of a city whose country is believed without any hint in the text
# Roles of actors at home in the one country of a text; soldiers may well be foreign.
AT_HOME = frozenset({"GOV", "COP", "JUD", "LEG", "OPP", "PTY", "REB", "REF", "CVL", "REL"})


def place_cities(doc: Doc, drafts: list[Draft]) -> None:
    """Give cities and regions their country, if they are large or the text names that country; changes the drafts."""
    gazetteer = shared_gazetteer()
    _read_regions(doc, drafts, gazetteer)
    open_places = [draft for draft in drafts if draft.type == "GPE" and draft.country is None]
    if not open_places:
        return
    codes = {row.alpha2: code for code, row in current().countries.items()}
    named = {draft.country for draft in drafts if draft.country}
    for draft in open_places:
        place = _likeliest(text_of(doc)[draft.start : draft.end], gazetteer, named, codes)
        if place is not None and place.country:
            draft.country = codes.get(place.country)


def _read_regions(doc: Doc, drafts: list[Draft], gazetteer: Gazetteer) -> None:
    """A region's own country ("British Columbia"), and that of a city named before its state ("Paris, Texas")."""
    text, codes = text_of(doc), {row.alpha2: code for code, row in current().countries.items()}
    for draft in drafts:
        if draft.type in {"GPE", "LOC"} and draft.kind == "name" and " " in text[draft.start : draft.end]:
            region = _region(text[draft.start : draft.end], gazetteer)
            draft.country = codes.get(region.country or "", draft.country) if region is not None else draft.country
    for city, state in pairwise(drafts):
        is_open = city.kind == "capital" or (city.type == "GPE" and city.country is None)
        if not is_open or state.type not in {"GPE", "LOC"} or text[city.end : state.start] != ", ":
            continue
        region = _region(text[state.start : state.end], gazetteer)
        country = codes.get(region.country or "") if region is not None else state.country
        if country is not None and country != city.country:
            city.kind, city.actor, city.country, city.is_resolved = "name", None, country, False


def _region(name: str, gazetteer: Gazetteer) -> Place | None:
    return next((place for place in gazetteer.find(name) if place.kind == REGION), None)


def _likeliest(name: str, gazetteer: Gazetteer, named: set[str], codes: dict[str, str]) -> Place | None:
    places = [place for place in gazetteer.find(name) if place.kind != COUNTRY and place.country]
    inside = [place for place in places if codes.get(place.country or "") in named]
    large = [place for place in places if place.population >= LARGE or place.kind == "region"]
    return max(inside or large, key=lambda place: (place.kind == "region", place.population), default=None)


def offices_of_other_states(doc: Doc, drafts: list[Draft], words: RoleWords) -> None:
    """ "Ghana's Treasury Department" is not the American one that the registry knows by that name; changes the drafts."""
    text = text_of(doc)
    for owner, office in pairwise(drafts):
        is_owned = text[owner.end : office.start] in {"'s ", "’s "} or (
            owner.type == "NORP" and text[owner.end : office.start] == " "
        )
        if not is_owned or owner.type not in {"GPE", "NORP"} or owner.country in {None, office.country}:
            continue
        span = span_of(doc, office)
        is_office = words.is_role_noun(words.lemma_of(span[-1].lemma_ or span[-1].text)) or span[-1].lower_ in OFFICES
        if office.type == "ORG" and office.country is not None and is_office:
            office.actor, office.country, office.is_resolved = None, owner.country, False


def capitals_that_act(doc: Doc, drafts: list[Draft]) -> None:
    """A capital that does something is its government: "Moscow denied it", "an admission by Moscow"; changes the drafts."""
    for draft in drafts:
        if draft.kind == "capital" and draft.role is None:
            head = span_of(doc, draft).root
            is_agent = head.dep_ == "pobj" and head.head.lower_ == "by"
            if head.dep_ == "nsubj" or is_agent:
                draft.role = "GOV"


def place_congress(doc: Doc, drafts: list[Draft]) -> None:
    """ "Congress" without more is America's where the text speaks of America or its politics; changes the drafts."""
    text = text_of(doc)
    bare = [draft for draft in drafts if draft.country is None and text[draft.start : draft.end] == CONGRESS]
    if bare and (any(draft.country == "USA" for draft in drafts) or AMERICAN_POLITICS.search(text)):
        for draft in bare:
            draft.actor, draft.country, draft.role, draft.is_resolved = "us-congress", "USA", "LEG", True


def infer_country(doc: Doc, drafts: list[Draft]) -> None:
    """In a text that names one country alone, officials, parties and rebels are that country's; changes the drafts."""
    countries = {draft.country for draft in drafts if draft.country}
    if len(countries) != 1:
        return
    (country,) = countries
    for draft in drafts:
        if (
            draft.country is None
            and not (draft.type == "ROLE" and draft.actor)  # officials of an organisation between states
            and draft.role in AT_HOME
            and not draft.is_resolved
            and draft.type in {"ROLE", "PER", "ORG"}
            and (country in CONGRESSES or text_of(doc)[draft.start : draft.end] != CONGRESS)
        ):
            draft.country = country
            if draft.type == "ROLE":
                draft.actor = f"{country}-{draft.role}"
