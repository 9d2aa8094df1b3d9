"""Reads copies by their originals: what was read there is carried over, only what differs is parsed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from pipeline.annotate import languages
from pipeline.annotate.pipeline import HEADLINE, Annotator, Item, headline_claims
from pipeline.annotate.version import annotator_version
from pipeline.group.carry import carry_over, complete, map_offsets, passages
from pipeline.records import Annotation, Sentence, Span
from pipeline.settings import Settings
from pipeline.steps.work import Connection, StepRun
from pipeline.warehouse.sqlfiles import load_sql

COPY_RELATIONS = frozenset({"exact_copy", "near_copy"})  # an update tells other facts: it is read for itself
LARGEST_PART = 0.6  # of a text; where more of it differs, it is parsed as a whole
KEPT_BEYOND_WINDOW = timedelta(days=3)

_ANNOTATION: TypeAdapter[Annotation] = TypeAdapter(Annotation)


@dataclass(frozen=True, slots=True)
class RootReading:
    """An original and what was read out of it."""

    text: str
    title: str | None
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it is to be read; `sentences` are start and end of each, in order."""

    text: str
    title: str | None
    published_at: datetime | None
    language: str | None
    sentences: Sequence[Span]
    root: RootReading


@dataclass(frozen=True, slots=True)
class _Plan:
    """What of a copy is known and what is to be parsed."""

    carried: Annotation
    uncovered: tuple[Span, ...]
    passages: tuple[Span, ...]


def load_root_readings(
    connection: Connection, article_ids: Iterable[int], settings: Settings
) -> dict[int, RootReading]:
    """For each copy, its original as it was read under the present version, where that is kept."""
    rows = connection.execute(
        load_sql("steps/root_readings.sql"), {"article_ids": sorted(article_ids), **annotator_version(settings)}
    )
    return {
        int(article_id): RootReading(text, title, _ANNOTATION.validate_json(reading))
        for article_id, text, title, text_sha256, reading in rows
        if bytes(text_sha256) == _sha256(text)
    }


def keep_root_readings(
    connection: Connection, roots: Mapping[int, tuple[str, Annotation]], version_id: int, run: StepRun
) -> None:
    """Keep what was read out of originals (text and annotation by article), and drop what no copy can need."""
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/put_root_reading.sql"),
            [
                {
                    "article_id": article_id,
                    "text_sha256": _sha256(text),
                    "extractor_version_id": version_id,
                    "now": run.now,
                    "reading": _ANNOTATION.dump_json(annotation).decode(),
                }
                for article_id, (text, annotation) in sorted(roots.items())
            ],
        )
    window = timedelta(days=run.settings.copy_window_days) + KEPT_BEYOND_WINDOW
    connection.execute(load_sql("steps/forget_root_readings.sql"), {"read_before": run.now - window})


def read_copies(annotator: Annotator, copies: Mapping[int, Copy]) -> Iterator[tuple[int, Annotation | Exception]]:
    """The annotation of each copy, in order; `parsed` tells how much of its text had to be parsed."""
    plans = {article_id: _plan(copy) for article_id, copy in copies.items()}
    items = [item for article_id, copy in copies.items() for item in _items(article_id, copy, plans[article_id])]
    answers = dict(annotator.annotate_many(items))
    for article_id, copy in copies.items():
        plan = plans[article_id]
        if plan is None:
            yield article_id, answers[f"{article_id}"]
            continue
        parts: list[tuple[Span, Annotation]] = []
        failures: list[Exception] = []
        for span in plan.passages:
            answer = answers[f"{article_id}:{span[0]}"]
            if isinstance(answer, Exception):
                failures.append(answer)
            else:
                parts.append((span, answer))
        if failures:
            yield article_id, failures[0]
        else:
            read = complete(plan.carried, copy.text, plan.uncovered, parts)
            yield article_id, _with_headline(read, copy, answers.get(f"{article_id}:title"))


def is_worth_carrying(text: str, language: str | None, root: RootReading) -> bool:
    """Whether parsing is saved: both texts are coded in full."""
    level = languages.coding_level(languages.language_of(text, language))
    return level == languages.FULL == root.annotation.coding_level


def _plan(copy: Copy) -> _Plan | None:
    """None where so much differs that the whole text is to be parsed."""
    spans = copy.sentences or [(0, len(copy.text))]
    sentences = [Sentence(at, start, end) for at, (start, end) in enumerate(spans)]
    carried, uncovered = carry_over(copy.root.annotation, map_offsets(copy.root.text, copy.text), sentences)
    to_parse = tuple(passages(uncovered, sentences))
    if sum(end - start for start, end in to_parse) > LARGEST_PART * len(copy.text):
        return None
    return _Plan(carried, uncovered, to_parse)


def _items(article_id: int, copy: Copy, plan: _Plan | None) -> Iterator[Item]:
    if plan is None:
        yield f"{article_id}", copy.text, copy.title, copy.published_at, copy.language
        return
    for start, end in plan.passages:
        yield f"{article_id}:{start}", copy.text[start:end], None, copy.published_at, "en"
    if copy.title and copy.title.strip() and copy.title != copy.root.title:
        yield f"{article_id}:title", copy.title, None, copy.published_at, "en"


def _with_headline(read: Annotation, copy: Copy, title: Annotation | Exception | None) -> Annotation:
    if isinstance(title, Annotation):
        claims = [replace(claim, evidence_scope=HEADLINE) for claim in headline_claims(title.claims, read.claims)]
        return replace(read, headline_claims=tuple(claims))
    return replace(read, headline_claims=copy.root.annotation.headline_claims if copy.title == copy.root.title else ())


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
