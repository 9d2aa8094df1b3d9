"""The component wirewatch_actors: finds who is named in a text and resolves the names against the registry."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import context, echoes, extensions, groups, mentions, registry, roles, setting
from pipeline.annotate.drafts import freeze
from pipeline.annotate.extensions import text_of
from pipeline.annotate.gazetteer import shared_gazetteer
from pipeline.annotate.matching import Matcher
from pipeline.annotate.names_typing import Typer
from pipeline.annotate.person_names import name_lists
from pipeline.annotate.registry import Registry
from pipeline.records import Mention

extensions.register()


class ActorFinder:
    """Names, groups and their countries and roles in a document; works with or without tags, parse and recogniser."""

    def __init__(self, actors: Registry) -> None:
        self.registry = actors
        self.matcher = Matcher(actors.aliases)
        self.words = roles.words()
        self.typer = Typer(name_lists(), shared_gazetteer(), self.words)

    def __call__(self, doc: Doc) -> Doc:
        extensions.set_mentions(doc, self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Mention, ...]:
        """The mentions of a document, sorted by start, without overlaps."""
        drafts = mentions.collect(doc, self.matcher, self.typer)
        drafts = context.resolve_context(doc, drafts, self.words, self.matcher)
        drafts = echoes.resolve_echoes(doc, drafts)
        setting.place_cities(doc, drafts)
        setting.offices_of_other_states(doc, drafts, self.words)
        if doc.has_annotation("TAG"):
            drafts = groups.add_groups(doc, drafts, self.words)
        if doc.has_annotation("DEP"):
            setting.capitals_that_act(doc, drafts)
        setting.place_congress(doc, drafts)
        setting.infer_country(doc, drafts)
        return tuple(freeze(draft, text_of(doc)) for draft in drafts)


@lru_cache(maxsize=2)
def shared_finder() -> ActorFinder:
    """The finder over the present registry, built once per process."""
    return ActorFinder(registry.current())


@Language.factory(extensions.ACTORS, assigns=["doc._.wirewatch_mentions"])
def create_actors(nlp: Language, name: str) -> ActorFinder:
    """spaCy factory of wirewatch_actors."""
    return shared_finder()
