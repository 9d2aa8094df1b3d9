"""The words of modality, read from the catalog once; what they do is told in `modality_own_words` and `modality_governors`."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from pipeline.annotate.event_catalog import read_verbs_catalog


class CueClass(BaseModel):
    """Lemmas that have one effect on what they govern, by part of speech."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()


class Modals(BaseModel):
    """Auxiliaries by the modality that they lend."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    planned: frozenset[str]
    hypothetical: frozenset[str]


class History(BaseModel):
    """Phrases in small letters that put an act into the distant past."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: tuple[str, ...]


class ModalityWords(BaseModel):
    """The whole of `catalog/verbs/modality.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan: CueClass
    wish: CueClass
    refuse: CueClass
    deny: CueClass
    allege: CueClass
    doubt: CueClass
    evidence: CueClass
    support: CueClass
    occurrence: CueClass
    modals: Modals
    conditionals: frozenset[str]
    negations: frozenset[str]
    history: History


@lru_cache(maxsize=1)
def modality_words() -> ModalityWords:
    """The words as the catalog gives them; raises ConfigurationError for a file that does not fit the schema."""
    return read_verbs_catalog("modality", ModalityWords)
