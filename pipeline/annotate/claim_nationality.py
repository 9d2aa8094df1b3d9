"""The country that a word gives the phrase it stands in: nationalities, names of firms and groups, and places."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Span, Token

from pipeline.annotate import registry
from pipeline.annotate.claim_party import PartyReading, at_span, at_token, countries_of
from pipeline.annotate.weapons_catalog import KnownParty, WeaponCatalog, party_key
from pipeline.records import Mention

MODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "det"})
PLACE_PREPS = frozenset({"of", "in", "from", "inside", "within", "across", "throughout"})
LONGEST_NAME = 6  # tokens of a party's name in the catalog


def nationality(token: Token, catalog: WeaponCatalog) -> PartyReading | None:
    """The country of an adjective or noun used as one: the "Chinese" of "Chinese shells"."""
    mention: Mention | None = token._.wirewatch_mention
    if _names_class(token):
        return None
    if mention is not None and mention.type == "ORG" and mention.start == token.idx and len(token) < len(mention.text):
        code = _adjectives().get(token.text)  # "Swedish Gripen", taken for one name
        if code is not None:
            return at_token(token, (code,), "state")
    if mention is not None and mention.country and mention.type in {"GPE", "NORP", "LOC"}:
        return PartyReading((mention.country,), "state", mention.start, mention.end)
    begins_role = (
        mention is not None
        and mention.type == "ROLE"
        and (mention.start == token.idx or token.ent_type_ in {"NORP", "GPE"})
    )
    is_steered = mention is not None and token.lower_.endswith(("-run", "-led"))
    if mention is not None and mention.country and token.pos_ in {"ADJ", "PROPN"} and (begins_role or is_steered):
        return at_token(token, (mention.country,), "state")
    known = known_party(token, catalog)
    if known is not None and known[0].country:
        return at_span(known[1], (known[0].country,), known[0].kind)
    return None


def nationalities(token: Token, catalog: WeaponCatalog) -> list[PartyReading]:
    """All countries inside one token: "U.S.-Saudi" has two."""
    end = token.idx + len(token)
    inside = [m for m in token.doc._.wirewatch_mentions if token.idx <= m.start and m.end <= end and m.country]
    if len(inside) > 1:
        return [PartyReading((m.country,), "state", m.start, m.end) for m in inside if m.country]
    own = nationality(token, catalog)
    return [own] if own is not None else []


def known_party(token: Token, catalog: WeaponCatalog) -> tuple[KnownParty, Span] | None:
    """The firm or group of the catalog whose name covers the token; the longest name wins."""
    doc, sentence = token.doc, token.sent
    if not token.text[:1].isupper() or token.lower_.split("-")[-1] not in catalog.party_words:
        return None
    for length in range(LONGEST_NAME, 0, -1):
        for start in range(max(sentence.start, token.i - length + 1), min(token.i, sentence.end - length) + 1):
            span = doc[start : start + length]
            if not span.text[:1].isupper():
                continue
            party = catalog.parties.get(party_key(span.text))
            if party is None and span.text.isupper():
                party = catalog.parties.get(party_key(span.text.title()))
            is_neo = start >= 2 and doc[start - 2].lower_ == "neo"
            if party is not None and not is_neo and not (length == 1 and span.text in {"Is", "He"}):
                return party, span
    return None


def place_of(token: Token, catalog: WeaponCatalog) -> PartyReading | None:
    """The country of "rebels in Mali", "the army of Chad"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in PLACE_PREPS:
            for pobj in child.children:
                if pobj.dep_ == "pobj":
                    named = [_place(member, catalog) for member in (pobj, *pobj.conjuncts)]
                    countries = countries_of(place for place in named if place is not None)
                    if countries:
                        return at_token(pobj, countries, "state")
    return None


def _place(token: Token, catalog: WeaponCatalog) -> PartyReading | None:
    """The country of a place: its own name, one before it ("Iraqi Kurdistan"), or that of the place around it."""
    own = nationality(token, catalog)
    if own is not None:
        return own
    for child in token.children:
        if child.dep_ in MODIFIERS and (named := nationality(child, catalog)) is not None:
            return named
    return place_of(token, catalog)


def place_in_clause(token: Token, catalog: WeaponCatalog) -> PartyReading | None:
    """The country in a clause that describes a group: "fighters battling militants in northern Iraq"."""
    for child in token.children:
        if child.dep_ in {"acl", "relcl"}:
            for inner in child.subtree:
                if inner.dep_ == "pobj" and inner.head.lower_ in PLACE_PREPS:
                    place = _place(inner, catalog)
                    if place is not None and place.countries:
                        return place
    return None


@lru_cache(maxsize=1)
def _adjectives() -> dict[str, str]:
    """Adjectives of nationality with their country."""
    found = (alias for alias in registry.current().aliases if alias.kind == "adjective" and alias.country)
    return {alias.text: alias.country for alias in found if alias.country}


def _names_class(token: Token) -> bool:
    """Whether the token names a class of ships: the Kilo of "Kilo-class submarines"."""
    following = token.doc[token.i + 1 : token.i + 3]
    return any(word.lower_ == "class" for word in following)
