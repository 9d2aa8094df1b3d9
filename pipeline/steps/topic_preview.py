"""What a topic would match in the warehouse, with the sentences that say why; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from pipeline.catalog.schema import Topic
from pipeline.steps.work import Connection
from pipeline.track.topics import (
    ARMS_TRANSFER,
    ArticleFacts,
    reason_of_claim,
    reason_of_event,
    term_sentence,
    topic_reasons,
)
from pipeline.warehouse.sqlfiles import load_sql


@dataclass(frozen=True, slots=True)
class PreviewMatch:
    """An article that would match, by what, and the sentence for each reason."""

    day: date
    source: str
    title: str | None
    url: str
    reasons: tuple[str, ...]
    sentences: tuple[str, ...]


def article_facts(row: dict[str, Any]) -> ArticleFacts:
    """The facts of a row of article_facts.sql or topic_facts.sql."""
    return ArticleFacts(
        article_id=row["article_id"],
        language=row["language_code"],
        coding_level=row["coding_level_type"],
        words=row["words"],
        claims=tuple((tuple(parties), ARMS_TRANSFER) for parties in row["claims"]),
        events=tuple((event[0], event[1], event[2]) for event in row["events"]),
    )


def preview(connection: Connection, topic: Topic, first: date, last: date) -> Iterator[PreviewMatch | None]:
    """For each article of the days, the newest first: how it would match, or None."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(load_sql("steps/topic_facts.sql"), {"from_date": first, "to_date": last})
        for row in cursor:
            reasons = topic_reasons(topic, article_facts(row))
            if not reasons:
                yield None
                continue
            yield PreviewMatch(
                row["effective_date"],
                row["source_name"],
                row["title"],
                row["url"],
                reasons,
                tuple(_sentences(connection, topic, row, reasons)),
            )


def _sentences(connection: Connection, topic: Topic, row: dict[str, Any], reasons: tuple[str, ...]) -> Iterator[str]:
    """The sentences that make the article match."""
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(load_sql("steps/topic_sentences.sql"), {"article_id": row["article_id"]}).fetchall()
    if "claim" in reasons:
        yield from (
            one["sentence_text"]
            for one in found
            if one["reason_type"] == "claim" and reason_of_claim(topic, one["party_codes"], ARMS_TRANSFER)
        )
    if "event" in reasons:
        yield from (
            one["sentence_text"]
            for one in found
            if one["reason_type"] == "event" and reason_of_event(topic, one["event_type"], *one["party_codes"])
        )
    if "term" in reasons and row["language_code"]:
        yield term_sentence(topic, row["language_code"], row["words"])
