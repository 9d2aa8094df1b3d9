"""The event lexicon: what the YAML files under `catalog/verbs` may say, and an index from words to entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pipeline.annotate.event_catalog import read_verbs_catalog
from pipeline.annotate.plover import TYPES
from pipeline.errors import ConfigurationError

Words = tuple[str, ...]
WordSet = frozenset[str]


class Entry(BaseModel):
    """One frame: the words that name an act, what must stand around them, and where its target stands.

    `verbs` may carry a particle ("call off"). `object`, `object_modifier`, `subject`, `oprd` and the values of
    `preposition` list lemmas or "@class" of nouns.yaml ("~word": as a modifier); a preposition without words takes
    any. `target` lists slots in the order in which they are asked: object, indirect, clause_subject, clause_object,
    or a preposition.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    type: str = ""
    mode: str | None = None
    context: str | None = None
    verbs: Words = ()
    nouns: Words = ()
    adjectives: Words = ()
    object: WordSet = frozenset()
    object_modifier: WordSet = frozenset()
    barred_modifier: WordSet = frozenset()
    subject: WordSet = frozenset()
    oprd: WordSet = frozenset()
    preposition: dict[str, WordSet] = {}
    complement: Words = ()
    required_complement: Literal["cooperative", "hostile"] | None = None
    required_complement_verb: WordSet = frozenset()
    complement_word: WordSet = frozenset()
    barred_complement_verb: WordSet = frozenset()
    target: Words = ()
    reciprocal: Literal["true", "with"] | None = None
    # An entry about an intention: only with a complement of this kind does its type stand; else the intended act rules.
    cooperative: Literal["complement"] | None = None
    hostile: Literal["complement"] | None = None
    # "Received aid from": the grammatical subject is the target, what the slots find is the source.
    reversed: bool = False
    only_target: bool = False  # nothing outside the slots of `target` is taken for the target
    needs_actors: bool = False
    needs_side: bool = False
    needs_official: bool = False  # the source acts for a state or in politics
    copula: bool = False
    other_subject: bool = False
    object_person: bool = False
    with_object: bool = False
    weight: float = 1.0
    disputed: bool = False  # codebooks give this act different types; the type stays, the confidence falls
    example: str
    codes: str


class TypeFile(BaseModel):
    """A file of entries of one PLOVER type."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    entries: tuple[Entry, ...]


class NounFile(BaseModel):
    """The noun classes of `nouns.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, indexed by the lemma of the word that triggers them."""

    entries: tuple[Entry, ...]
    verbs: dict[str, tuple[tuple[Entry, str], ...]]  # lemma -> (entry, particle or "")
    nouns: dict[str, tuple[Entry, ...]]
    adjectives: dict[str, tuple[Entry, ...]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this process; raises ConfigurationError where a file does not fit the schema."""
    classes = read_verbs_catalog("nouns", NounFile).classes
    entries: list[Entry] = []
    for name in TYPES:
        listed = read_verbs_catalog(name.lower(), TypeFile)
        entries += [_expanded(entry, listed.type, classes) for entry in listed.entries]
    verbs: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    nouns: dict[str, list[Entry]] = defaultdict(list)
    adjectives: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for verb in entry.verbs:
            lemma, _, particle = verb.partition(" ")
            verbs[lemma].append((entry, particle))
        for noun in entry.nouns:
            nouns[noun].append(entry)
        for adjective in entry.adjectives:
            adjectives[adjective].append(entry)
    return Lexicon(
        entries=tuple(entries),
        verbs={lemma: tuple(found) for lemma, found in verbs.items()},
        nouns={lemma: tuple(found) for lemma, found in nouns.items()},
        adjectives={lemma: tuple(found) for lemma, found in adjectives.items()},
    )


def _expanded(entry: Entry, event_type: str, classes: dict[str, WordSet]) -> Entry:
    """The entry with its type, its full id, and "@class" names replaced by their words."""

    def words(listed: WordSet) -> WordSet:
        return frozenset().union(*(_words_of(word, entry, classes) for word in listed))

    return entry.model_copy(
        update={
            "type": event_type,
            "id": f"{event_type.lower()}.{entry.id}",
            "object": words(entry.object),
            "object_modifier": words(entry.object_modifier),
            "subject": words(entry.subject),
            "oprd": words(entry.oprd),
            "required_complement_verb": words(entry.required_complement_verb),
            "barred_complement_verb": words(entry.barred_complement_verb),
            "preposition": {name: words(listed) for name, listed in entry.preposition.items()},
        }
    )


def _words_of(word: str, entry: Entry, classes: dict[str, WordSet]) -> WordSet:
    if not word.startswith("@"):
        return frozenset({word})
    if word[1:] not in classes:
        raise ConfigurationError(
            f"catalog verbs, entry {entry.id}: no class {word} in nouns.yaml; add it or mend the name"
        )
    return classes[word[1:]]
