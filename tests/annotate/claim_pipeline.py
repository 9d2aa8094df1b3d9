"""One parsed pipeline for all tests of claims: loading the model takes seconds."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import spacy
from spacy.language import Language

import pipeline.annotate.components  # noqa: F401  registers the factories
from pipeline.records import Claim
from pipeline.settings import get_settings


@lru_cache(maxsize=1)
def claim_pipeline() -> Language:
    """The configured model with the claims component and what it needs."""
    nlp = spacy.load(get_settings().spacy_model)
    nlp.add_pipe("wirewatch_claims")
    return nlp


def claims_of(text: str, published: datetime | None = None) -> tuple[Claim, ...]:
    """The claims of a text published on a day."""
    nlp = claim_pipeline()
    doc = nlp.make_doc(text)
    doc._.wirewatch_published_at = published or datetime(2025, 6, 2, 9, tzinfo=UTC)
    return tuple(nlp(doc)._.wirewatch_claims)


def dyads_of(text: str) -> list[str]:
    """The dyads of a text as "PRK>RUS", sorted; "-" where a side is open."""
    return sorted(f"{','.join(c.supplier) or '-'}>{','.join(c.recipient) or '-'}" for c in claims_of(text))
