"""Words by their part in the grammar, read from `catalog/verbs/syntax.yaml` once."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from pipeline.annotate.event_catalog import read_verbs_catalog


class SyntaxWords(BaseModel):
    """Lemmas in small letters: verbs of saying, verbs of object control, counting nouns, nouns for people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reporting: frozenset[str]
    object_control: frozenset[str]
    partitives: frozenset[str]
    people: frozenset[str]


@lru_cache(maxsize=1)
def syntax_words() -> SyntaxWords:
    """The words as the catalog gives them; raises ConfigurationError for a file that does not fit the schema."""
    return read_verbs_catalog("syntax", SyntaxWords)
