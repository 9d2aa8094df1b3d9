"""Joins what the registry and the model's recogniser found into mentions without overlaps; context comes later."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from pipeline.annotate.drafts import Draft
from pipeline.annotate.extensions import text_of
from pipeline.annotate.matching import Hit, Matcher
from pipeline.annotate.names_typing import Typer
from pipeline.annotate.words import wordset

COUNTRY_KINDS = frozenset({"name", "adjective", "people", "capital", "region"})
YEAR_BEFORE = re.compile(r"\b(?:1[5-9]|20)\d\d\s+$")
CONTEST_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,3}(?:elections?|referendum|census|by-election|campaign|Olympics|Games|Cup|Open|Championships?|primary|primaries)\b"
)
DIRECTIONS = wordset("north south east west northern southern eastern western central upper lower mainland")


def collect(doc: Doc, matcher: Matcher, typer: Typer) -> list[Draft]:
    """All names of the document as drafts, sorted by start, without overlaps."""
    hits = [draft_of(hit) for hit in matcher.find(text_of(doc)) if not _is_against(text_of(doc), hit)]
    names = without_overlaps(typer.drafts(doc)) if doc.has_annotation("TAG") else []
    drafts: list[Draft] = []
    at = 0  # of the first hit behind the names so far: both lists are sorted and without overlaps, one pass joins them
    for name in names:
        while at < len(hits) and hits[at].end <= name.start:
            drafts.append(hits[at])
            at += 1
        first = at
        while at < len(hits) and hits[at].start < name.end:
            at += 1
        drafts += _joined(doc, name, hits[first:at])
    drafts += hits[at:]
    _mark_contests(text_of(doc), drafts)
    return without_overlaps([draft for draft in drafts if draft.type != "none"])


def _mark_contests(text: str, drafts: list[Draft]) -> None:
    """In "the 1983 United Kingdom general election" the country is an attribute of the event, as an adjective is."""
    for draft in drafts:
        has_year = draft.type == "GPE" and YEAR_BEFORE.search(text[max(0, draft.start - 20) : draft.start])
        if has_year and CONTEST_AFTER.match(text[draft.end : draft.end + 60]):
            draft.type = "NORP"


def without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """The longest of overlapping drafts, sorted by start."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -(d.end - d.start))):
        if kept and kept[-1].overlaps(draft):
            if draft.end - draft.start > kept[-1].end - kept[-1].start:
                kept[-1] = draft
            continue
        kept.append(draft)
    return kept


def draft_of(hit: Hit) -> Draft:
    """A registry hit as a draft."""
    alias = hit.alias
    return Draft(
        hit.start, hit.end, alias.type, alias.kind, alias.actor, alias.country, alias.role, alias.actor is not None
    )


def _is_against(text: str, hit: Hit) -> bool:
    """Is it the second half of "pro-Russian" or "anti-American", which says nothing of the actor's country?"""
    before = text[max(0, hit.start - 5) : hit.start].lower()
    return before.endswith(("pro-", "anti-", "non-"))


def _joined(doc: Doc, name: Draft, hits: list[Draft]) -> list[Draft]:
    """What becomes of a name that the model found and the registry hits that overlap it."""
    if not hits:
        return [name]
    if any(hit.contains(name) for hit in hits):
        return hits
    countries = [hit for hit in hits if hit.kind in COUNTRY_KINDS]
    others = [hit for hit in hits if hit.kind not in COUNTRY_KINDS]
    if others:
        return _with_registered(doc, name, others, countries)
    return _with_countries(doc, name, countries)


def _with_registered(doc: Doc, name: Draft, registered: list[Draft], countries: list[Draft]) -> list[Draft]:
    """A registered person or organisation inside a longer name: a longer name of an organisation is another one."""
    inner = registered[0]
    rest = text_of(doc)[name.start : name.end].replace(text_of(doc)[inner.start : inner.end], "", 1)
    is_longer_organisation = name.type in {"ORG", "FAC"} and any(word[:1].isupper() for word in rest.split())
    if is_longer_organisation and inner.start >= name.start and inner.end <= name.end and inner.type == "ORG":
        country = inner.country or (countries[0].country if countries else None)
        return [Draft(name.start, name.end, "ORG", "name", None, country, inner.role)]
    if name.type == "PER" and inner.type == "PER" and inner.end == name.end:
        return (
            [Draft(name.start, name.end, "PER", "name")] if _is_other_person(doc, name, inner) else [inner, *countries]
        )
    return [inner, *(hit for hit in registered[1:] + countries if not hit.overlaps(inner))]


def _is_other_person(doc: Doc, name: Draft, inner: Draft) -> bool:
    """Another first name before a registered surname: "Melania Trump"."""
    rest = text_of(doc)[name.start : inner.start].split()
    inner_words = text_of(doc)[inner.start : inner.end].split()
    return len(inner_words) == 1 and any(word[:1].isupper() and not word.endswith(".") for word in rest)


def _with_countries(doc: Doc, name: Draft, hits: list[Draft]) -> list[Draft]:
    """A country's name inside a longer one."""
    first = hits[0]
    outside = text_of(doc)[name.start : first.start] + " " + text_of(doc)[hits[-1].end : name.end]
    words = outside.split()
    if name.type == "PER":
        if first.kind == "adjective" and first.start == name.start and name.end > first.end:
            rest_start = (
                first.end + len(text_of(doc)[first.end : name.end]) - len(text_of(doc)[first.end : name.end].lstrip())
            )
            return [first, Draft(rest_start, name.end, "PER", "name", None, first.country)]
        if first.kind == "name" and first.start == name.start and len(words) > 1:  # "Kenya Anti-Corruption Commision"
            return [Draft(name.start, name.end, "ORG", "name", None, first.country)]
        return [name]
    if name.type in {"GPE", "LOC", "NORP"}:
        if all(not word[:1].isupper() or word.lower() in DIRECTIONS for word in words):
            is_region = (
                len(hits) == 1 and first.type == "GPE" and name.end == first.end and words and words[0].istitle()
            )
            return [Draft(name.start, name.end, "LOC", "name", None, first.country)] if is_region else hits
        name.country = first.country
        return [name]
    if not any(c.isalpha() for c in outside):
        return hits
    if name.type == "ORG" and not any(word[:1].isupper() for word in words):
        return hits
    name.country = first.country
    return [name]
