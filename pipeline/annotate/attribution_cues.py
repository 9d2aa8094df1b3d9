"""The lexicon of attribution cues, read from catalog/attribution/cues.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

import pipeline.catalog
from pipeline.errors import ConfigurationError

PATH = Path(pipeline.catalog.__file__).parent / "attribution" / "cues.yaml"
SPEECH, THOUGHT, EVIDENCE, INTENTION = "speech", "thought", "evidence", "intention"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    basis: str
    is_verified: bool
    verbs: dict[str, list[str]]
    objects: list[str]
    nouns: dict[str, list[str]]
    adjectives: dict[str, list[str]]
    phrases: list[str]
    hearsay: list[str]
    impersonal: list[str]


@dataclass(frozen=True)
class Cues:
    """Lemmas of cues; a lemma of several kinds has that of the first list it stands in."""

    verbs: dict[str, str]
    evidence: frozenset[str]
    objects: frozenset[str]
    nouns: dict[str, str]
    adjectives: dict[str, str]
    phrases: tuple[tuple[str, ...], ...]
    hearsay: frozenset[str]
    impersonal: frozenset[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The lexicon, read once; raises ConfigurationError where the file is wrong."""
    try:
        file = _File.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{PATH} does not fit its schema: {error}") from error
    return Cues(
        verbs=_first_kind(file.verbs),
        evidence=frozenset(file.verbs[EVIDENCE]),
        objects=frozenset(file.objects),
        nouns=_first_kind(file.nouns),
        adjectives=_first_kind(file.adjectives),
        phrases=tuple(tuple(phrase.split()) for phrase in file.phrases),
        hearsay=frozenset(file.hearsay),
        impersonal=frozenset(file.impersonal),
    )


def _first_kind(section: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in (SPEECH, THOUGHT, EVIDENCE, INTENTION):
        for lemma in section.get(kind, []):
            found.setdefault(lemma, kind)
    return found
