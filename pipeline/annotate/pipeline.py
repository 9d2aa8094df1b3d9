"""The annotator: one loaded model and all components, for single texts and for batches; knows nothing of storage.

English texts are coded in full; others get mentions only. Offsets index into `text` as it was handed in. A title is a
text of its own: the claims that it makes and the body does not stand in `headline_claims`, with `evidence_scope`
headline, and their offsets index into the title.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate import components, languages
from pipeline.annotate.actors import shared_finder
from pipeline.annotate.factuality import factualities
from pipeline.annotate.garbage import readable, tokenised
from pipeline.annotate.sentences import PARAGRAPHS
from pipeline.errors import ConfigurationError, Quarantine
from pipeline.records import Annotation, Claim
from pipeline.settings import Settings

# What a text may cost: longer ones are coded up to here, about 10,000 words; hardly any news report is longer.
MAX_CHARACTERS = 60_000
MAX_TITLE_CHARACTERS = 1_000  # a heading of more is none
BATCH_TEXTS = 32
HEADLINE = "headline"

# id, text, title, published_at, language
Item = tuple[str, str, str | None, datetime | None, str | None]


class Annotator:
    """Reads mentions, attributions, dates, places, events and claims out of texts."""

    def __init__(self, settings: Settings) -> None:
        self.nlp = load_model(settings.spacy_model)
        self.nlp.add_pipe(PARAGRAPHS, first=True)
        components.add_all(self.nlp)
        self._blank = spacy.blank("xx")

    def annotate(
        self, text: str, title: str | None = None, published_at: datetime | None = None, language: str | None = None
    ) -> Annotation:
        """All that the text says; raises Quarantine where a text cannot be read."""
        _, result = next(self.annotate_many([("", text, title, published_at, language)]))
        if isinstance(result, Exception):
            raise result
        return result

    def read(self, text: str, published_at: datetime | None = None) -> Doc:
        """The parsed and coded document of an English text, for those who want to see how it was read."""
        return self.nlp(self._doc(text, published_at))

    def annotate_many(self, items: Iterable[Item]) -> Iterator[tuple[str, Annotation | Exception]]:
        """One answer for each item, in order; an item that fails gets its error and stops nobody else."""
        stream = iter(items)
        while batch := list(islice(stream, BATCH_TEXTS)):
            yield from self._annotate_batch(batch)

    def _annotate_batch(self, batch: list[Item]) -> Iterator[tuple[str, Annotation | Exception]]:
        levels = [languages.coding_level(languages.language_of(item[1], item[4])) for item in batch]
        full = [item for item, level in zip(batch, levels, strict=True) if level == languages.FULL]
        coded = iter(self._code(full))
        for item, level in zip(batch, levels, strict=True):
            if level == languages.FULL:
                yield item[0], next(coded)
            else:
                yield item[0], self._mentions_only(item[1])

    def _code(self, items: list[Item]) -> list[Annotation | Exception]:
        """Codes in one pass over texts and titles; one by one where the batch fails, to find the text at fault."""
        try:
            return self._code_together(items)
        except Exception as error:
            if len(items) == 1:
                return [Quarantine(f"text {items[0][0]!r} could not be coded ({error!r}); report it with the text")]
            return [answer for item in items for answer in self._code([item])]

    def _code_together(self, items: list[Item]) -> list[Annotation | Exception]:
        docs = [self._doc(text, published_at) for _, text, _, published_at, _ in items]
        titles = [
            self._doc(title[:MAX_TITLE_CHARACTERS], published_at)
            for _, _, title, published_at, _ in items
            if title and title.strip()
        ]
        done = iter(list(self.nlp.pipe(docs + titles, batch_size=BATCH_TEXTS)))
        bodies = list(islice(done, len(docs)))
        answers: list[Annotation | Exception] = []
        for (_, _, title, _, _), doc in zip(items, bodies, strict=True):
            headline = next(done) if title and title.strip() else None
            answers.append(_annotation(doc, headline))
        return answers

    def _doc(self, text: str, published_at: datetime | None) -> Doc:
        doc = tokenised(self.nlp, readable(text, MAX_CHARACTERS))
        doc._.wirewatch_published_at = published_at
        return doc

    def _mentions_only(self, text: str) -> Annotation:
        doc = shared_finder()(tokenised(self._blank, readable(text, MAX_CHARACTERS)))
        mentions = doc._.wirewatch_mentions
        return Annotation(mentions=mentions, coding_level=languages.MENTIONS if mentions else languages.NONE)


def load_model(name: str) -> Language:
    """The spaCy model of that name: an installed package, or a folder.

    Raises ConfigurationError that names the setting where there is no such model.
    """
    try:
        return spacy.load(name)
    except OSError as error:
        try:
            module = importlib.import_module(name)
            nlp: Language = module.load()
            return nlp
        except (ImportError, AttributeError):
            raise ConfigurationError(
                f"spaCy model {name!r} is not installed; install it or name another in WIREWATCH_SPACY_MODEL ({error})"
            ) from error


def _annotation(doc: Doc, headline: Doc | None) -> Annotation:
    claims = doc._.wirewatch_claims
    return Annotation(
        mentions=doc._.wirewatch_mentions,
        events=doc._.wirewatch_events,
        claims=claims,
        attributions=doc._.wirewatch_attributions,
        dates=doc._.wirewatch_dates,
        places=doc._.wirewatch_places,
        factuality=factualities(doc),
        coding_level=languages.FULL,
        headline_claims=tuple(headline_claims(headline._.wirewatch_claims, claims)) if headline is not None else (),
    )


def headline_claims(title: Iterable[Claim], body: Collection[Claim]) -> Iterator[Claim]:
    """The claims of a title that no claim of the body makes: same parties, and the same category or a vague one."""
    for claim in title:
        if not any(_tells_as_much(other, claim) for other in body):
            yield replace(claim, evidence_scope=HEADLINE)


def _tells_as_much(body: Claim, title: Claim) -> bool:
    parties = set(title.supplier) <= set(body.supplier) and set(title.recipient) <= set(body.recipient)
    return parties and title.category in {body.category, "unspecified"}
