"""One parsed pipeline for all tests of events: the shipped model with the actors and events components."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

import pipeline.annotate.components
from pipeline.records import Event
from pipeline.settings import get_settings

PUBLISHED = datetime(2024, 5, 14, 9, 0, tzinfo=UTC)


@lru_cache(maxsize=1)
def pipeline() -> Language:
    nlp = spacy.load(get_settings().spacy_model)
    nlp.add_pipe("wirewatch_events")
    return nlp


def read(text: str) -> Doc:
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc._.wirewatch_published_at = PUBLISHED
    return nlp(doc)


def events(text: str) -> tuple[Event, ...]:
    return read(text)._.wirewatch_events


def first(text: str) -> Event:
    found = events(text)
    assert found, f"no event in: {text}"
    return found[0]


def word(text: str, form: str) -> Token:
    return next(token for token in read(text) if token.text == form)


def countries(event: Event) -> tuple[str | None, str | None]:
    return (event.source.country if event.source else None, event.target.country if event.target else None)
