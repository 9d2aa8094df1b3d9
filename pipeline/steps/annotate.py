"""Codes placed articles: mentions, events with their evidence, and claims; copies are read by their originals."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from psycopg.rows import dict_row

from pipeline.annotate import languages, plover, registry
from pipeline.annotate.pipeline import Annotator
from pipeline.annotate.version import annotator_version
from pipeline.records import Annotation, Claim, Event, Party
from pipeline.settings import get_settings
from pipeline.steps.actors import store_actors
from pipeline.steps.annotate_copies import (
    COPY_RELATIONS,
    Copy,
    RootReading,
    is_worth_carrying,
    keep_root_readings,
    load_root_readings,
    read_copies,
)
from pipeline.steps.reference import RunReference
from pipeline.steps.session import do_step, plan_step
from pipeline.steps.versions import ensure_version, mark_days
from pipeline.steps.work import Connection, Outcome, Step, StepRun
from pipeline.track.keys import claim_key, normalise_sentence
from pipeline.warehouse.sqlfiles import load_sql

STEP = "annotate"


@dataclass(frozen=True, slots=True)
class PlacedArticle:
    """The current text of an article and its place among the stories."""

    article_id: int
    article_version_id: int
    first_seen_at: datetime
    story_id: int
    text: str
    title: str | None
    published_at: datetime | None
    language: str | None
    quality: str
    body_sha256: str
    collected_at: datetime
    sentences: tuple[tuple[int, int], ...]  # start and end of each, in order
    relation: str = "original"
    root_article_id: int | None = None
    root: RootReading | None = None  # what was read out of its original, where it is a copy and that is kept


def plan_annotation(warehouse: str, reference: RunReference) -> list[int]:
    """Numbers of the mapped tasks that the placed articles are worth."""
    return plan_step(warehouse, reference, STEP)


def annotate_articles(warehouse: str, reference: RunReference) -> str:
    """Code placed articles until none is left; returns the counts in words."""
    return do_step(warehouse, reference, annotate_step())


def annotate_step() -> Step[PlacedArticle, Annotation]:
    """The step over the queue."""
    return Step(STEP, load=load_placed, compute=_annotate, store=store_annotations)


@lru_cache(maxsize=1)
def _annotator() -> Annotator:
    return Annotator(get_settings())


def load_placed(connection: Connection, article_ids: Sequence[int]) -> dict[int, PlacedArticle]:
    """The current versions of the articles, with their sentences."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(load_sql("steps/placed_articles.sql"), {"article_ids": list(article_ids)}).fetchall()
    readings = load_root_readings(connection, article_ids, get_settings())
    articles = {}
    for row in rows:
        sentences = tuple(zip(row.pop("starts") or (), row.pop("ends") or (), strict=True))
        article_id = int(row["article_id"])
        articles[article_id] = PlacedArticle(**row, sentences=sentences, root=readings.get(article_id))
    return articles


def _annotate(articles: dict[int, PlacedArticle]) -> Iterator[tuple[int, Annotation | Exception]]:
    """Read the originals first; then the copies by what was read there, now or before."""
    waiting = {name: article for name, article in articles.items() if _copied_from(article) in articles}
    known = {name: article.root for name, article in articles.items() if name not in waiting}
    first = [article for name, article in articles.items() if name not in waiting and not known[name]]
    read: dict[int, RootReading] = {}
    for article, annotation in _read_whole(first):
        yield article.article_id, annotation
        if isinstance(annotation, Annotation):
            read[article.article_id] = RootReading(article.text, article.title, annotation)
    roots = known | {name: read.get(_copied_from(article) or 0, article.root) for name, article in waiting.items()}
    copies: dict[int, Copy] = {}
    rest: list[PlacedArticle] = []
    for article_id, article in articles.items():
        root = roots[article_id]
        if root and is_worth_carrying(article.text, article.language, root):
            copies[article_id] = _copy(article, root)
        elif article_id in waiting or known[article_id]:
            rest.append(article)
    yield from read_copies(_annotator(), copies)
    for article, annotation in _read_whole(rest):
        yield article.article_id, annotation


def _copied_from(article: PlacedArticle) -> int | None:
    return article.root_article_id if article.relation in COPY_RELATIONS else None


def _copy(article: PlacedArticle, root: RootReading) -> Copy:
    return Copy(article.text, article.title, article.published_at, article.language, article.sentences, root)


def _read_whole(articles: Sequence[PlacedArticle]) -> Iterator[tuple[PlacedArticle, Annotation | Exception]]:
    requests = ((str(one.article_id), one.text, one.title, one.published_at, one.language) for one in articles)
    answers = (annotation for _, annotation in _annotator().annotate_many(requests))
    return zip(articles, answers, strict=True)


def store_annotations(
    connection: Connection, results: list[tuple[int, PlacedArticle, Annotation]], run: StepRun
) -> list[Outcome]:
    """Replace what was coded of these articles by what is coded now; marks their days for the marts."""
    version_id = ensure_version(connection, annotator_version(run.settings), run.now)
    ordered = sorted(results, key=lambda result: result[0])
    version_ids = [article.article_version_id for _, article, _ in ordered]
    connection.execute(
        load_sql("steps/forget_annotations.sql"),
        {"article_ids": [article_id for article_id, _, _ in ordered], "article_version_ids": version_ids},
    )
    store_actors(connection, [m for *_, annotation in ordered for m in annotation.mentions], registry.current())
    _store_mentions(connection, ordered)
    _store_events(connection, ordered, version_id)
    _store_claims(connection, ordered, version_id)
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/set_coding_level.sql"),
            [
                {
                    "article_version_id": article.article_version_id,
                    "first_seen_at": article.first_seen_at,
                    "coding_level": annotation.coding_level,
                }
                for _, article, annotation in ordered
            ],
        )
    roots = {
        article_id: (article.text, annotation)
        for article_id, article, annotation in ordered
        if article.root_article_id == article_id and annotation.coding_level == languages.FULL
    }
    keep_root_readings(connection, roots, version_id, run)
    mark_days(connection, [article_id for article_id, _, _ in ordered], run.now)
    return [Outcome(article_id, "done", _how_read(annotation)) for article_id, _, annotation in ordered]


def _how_read(annotation: Annotation) -> str:
    """The coding level, or that a copy took all or part of its coding over from its original."""
    return {"all": annotation.coding_level, "part": "partly from original", "none": "from original"}[annotation.parsed]


def sentence_of(sentences: Sequence[tuple[int, int]], offset: int) -> int:
    """The ordinal of the sentence in which an offset lies (the last one that begins at or before it)."""
    return max(bisect_right([start for start, _ in sentences], offset) - 1, 0)


def actor_key(party: Party | None) -> str:
    """What stands for a party in the identity of an event: its actor, else its country and role, else its words."""
    if party is None:
        return ""
    if party.actor:
        return party.actor
    if party.country:
        return f"{party.country} {party.role}" if party.role else party.country
    return normalise_sentence(party.text)


def claim_keys(article: PlacedArticle, claims: Iterable[Claim]) -> list[tuple[str, Claim]]:
    """The claims of an article with their deterministic keys; claims that a key would not tell apart are numbered."""
    ordinals = _repeated_sentence_ordinals(article)
    keyed: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.start, claim.evidence.weapon, claim.stance)):
        number = sentence_of(article.sentences, claim.start)
        start, end = article.sentences[number] if article.sentences else (0, len(article.text))
        base = claim_key(
            article.body_sha256,
            article.text[start:end],
            ordinals.get(number, 0),
            claim.supplier,
            claim.recipient,
            claim.weapon,
            claim.claimant,
        )
        key, repetition = base, 1
        while key in keyed:
            repetition += 1
            key = hashlib.sha256(f"{base}\x1f{repetition}".encode()).hexdigest()[: len(base)]
        keyed[key] = claim
    return list(keyed.items())


def _repeated_sentence_ordinals(article: PlacedArticle) -> dict[int, int]:
    """For each sentence, how many equal ones stand before it."""
    seen: dict[str, int] = {}
    ordinals: dict[int, int] = {}
    for number, (start, end) in enumerate(article.sentences):
        words = normalise_sentence(article.text[start:end])
        ordinals[number] = seen.get(words, 0)
        seen[words] = ordinals[number] + 1
    return ordinals


def _store_mentions(connection: Connection, results: Sequence[tuple[int, PlacedArticle, Annotation]]) -> None:
    columns = (
        "article_version_id, first_seen_at, start_char, end_char, sentence_ordinal, surface_text, mention_type, "
        "actor_id, country_code, role_code"
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY core.mention ({columns}) FROM STDIN") as copy:
        for _, article, annotation in results:
            # One row for a place in the text: where two readings cover it, the first is the better one.
            unique = {(mention.start, mention.end): mention for mention in reversed(annotation.mentions)}
            for (start, end), mention in sorted(unique.items()):
                copy.write_row(
                    (
                        article.article_version_id,
                        article.first_seen_at,
                        start,
                        end,
                        sentence_of(article.sentences, start),
                        mention.text,
                        mention.type,
                        mention.actor,
                        mention.country,
                        mention.role,
                    )
                )


def _store_events(
    connection: Connection, results: Sequence[tuple[int, PlacedArticle, Annotation]], version_id: int
) -> None:
    stories = _present_stories(connection, [article_id for article_id, _, _ in results])
    rows = [
        _event_row(article, event, version_id) | {"story_id": stories.get(article_id, article.story_id)}
        for article_id, article, annotation in results
        for event in annotation.events
    ]
    # In the order of the event's identity, so that two writers never wait for each other in a circle.
    rows.sort(key=_event_identity)
    with connection.cursor() as cursor:
        # Two statements, not one: evidence of the same new event may come twice in a batch.
        cursor.executemany(load_sql("steps/add_event.sql"), rows)
        cursor.executemany(load_sql("steps/add_event_evidence.sql"), rows)


def _present_stories(connection: Connection, article_ids: Iterable[int]) -> dict[int, int]:
    """The stories of articles, which grouping may have changed since they were loaded; it waits until they are stored."""
    rows = connection.execute(load_sql("steps/present_stories.sql"), {"article_ids": sorted(article_ids)}).fetchall()
    return {int(article_id): int(story_id) for article_id, story_id in rows}


def _event_identity(row: dict[str, Any]) -> tuple[int, str, str, str]:
    return (row["story_id"], row["event_type"], row["source_actor_id"], row["target_actor_id"])


def _event_row(article: PlacedArticle, event: Event, version_id: int) -> dict[str, Any]:
    attribution = event.attribution.source if event.attribution else None
    return {
        "story_id": article.story_id,
        "event_type": event.type,
        "source_actor_id": actor_key(event.source),
        "target_actor_id": actor_key(event.target),
        "source_country_code": event.source.country if event.source else None,
        "source_role_code": event.source.role if event.source else None,
        "target_country_code": event.target.country if event.target else None,
        "target_role_code": event.target.role if event.target else None,
        "quad_class_code": plover.quad_class(event.type),
        "cameo_root_code": plover.cameo_root(event.type, event.mode),
        "intensity": plover.intensity(event.type),
        "first_collected_at": article.collected_at,
        "event_key": event.event_key,
        "article_id": article.article_id,
        "article_version_id": article.article_version_id,
        "extractor_version_id": version_id,
        "sentence_ordinal": sentence_of(article.sentences, event.trigger[0]),
        "start_char": event.start,
        "end_char": event.end,
        "trigger_start_char": event.trigger[0],
        "trigger_end_char": event.trigger[1],
        "mode_code": event.mode,
        "context_code": event.context,
        "modality_type": event.modality,
        "is_negated": event.negated,
        "factuality_type": event.factuality,
        "attribution_source_text": article.text[attribution[0] : attribution[1]] if attribution else None,
        "event_date": event.event_date,
        "date_precision_type": event.date_precision or "unknown",
        "place_name": event.place,
        "confidence": event.confidence,
        "rule": event.rule,
    }


def _store_claims(
    connection: Connection, results: Sequence[tuple[int, PlacedArticle, Annotation]], version_id: int
) -> None:
    rows = [
        _claim_row(article, key, claim, version_id)
        for _, article, annotation in results
        for key, claim in claim_keys(article, annotation.claims)
    ]
    rows.sort(key=lambda row: str(row["claim_key"]))
    with connection.cursor() as cursor:
        cursor.executemany(load_sql("steps/add_claim.sql"), rows)


def _claim_row(article: PlacedArticle, key: str, claim: Claim, version_id: int) -> dict[str, Any]:
    supplier = claim.evidence.supplier or (None, None)
    recipient = claim.evidence.recipient or (None, None)
    return {
        "claim_key": key,
        "article_id": article.article_id,
        "article_version_id": article.article_version_id,
        "extractor_version_id": version_id,
        "sentence_ordinal": sentence_of(article.sentences, claim.start),
        "start_char": claim.start,
        "end_char": claim.end,
        "weapon_start_char": claim.evidence.weapon[0],
        "weapon_end_char": claim.evidence.weapon[1],
        "supplier_start_char": supplier[0],
        "supplier_end_char": supplier[1],
        "recipient_start_char": recipient[0],
        "recipient_end_char": recipient[1],
        "supplier_codes": list(claim.supplier),
        "recipient_codes": list(claim.recipient),
        "intermediary_codes": list(claim.intermediary),
        "weapon_text": claim.weapon,
        "designation": claim.designation,
        "category_code": claim.category,
        "quantity_min": claim.quantity_min,
        "quantity_max": claim.quantity_max,
        "unit": claim.unit,
        "quantity_text": claim.quantity_text,
        "period_text": claim.period,
        "delivery_from_date": claim.period_start,
        "delivery_to_date": claim.period_end,
        "date_precision_type": claim.period_precision,
        "deal_type": claim.deal_type,
        "claimant_text": claim.claimant,
        "claimant_country_code": claim.claimant_country,
        "claimant_class_type": claim.claimant_class,
        "stance_type": claim.stance,
        "modality_type": claim.modality,
        "is_negated": claim.negated,
        "hedge_text": claim.hedge,
        # A partial article is the feed's own summary: the claim is only as good as that.
        "evidence_scope_type": "summary" if article.quality == "partial" else claim.evidence_scope,
        "confidence": claim.confidence,
        "rule": claim.rule,
    }
