"""The filter behind `wirewatch annotate`: one record with a text in, one record with its coding out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pipeline.annotate.pipeline import Annotator, Item
from pipeline.records import Annotation, Attribution, Claim, Event, Mention, Party
from pipeline.settings import Settings, get_settings


def answer(records: Iterable[dict[str, Any]], settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    """One answer for each record, in the same order; a record without a text gets an answer with "error"."""
    annotator = Annotator(settings or get_settings())
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) >= 64:
            yield from _answer_batch(annotator, batch)
            batch = []
    yield from _answer_batch(annotator, batch)


def to_json(annotation: Annotation) -> dict[str, Any]:
    """The annotation with the field names of the JSON Lines contract.

    All offsets index into `text`, but for those in "headline_claims": claims that only the title makes, with offsets
    into the title.
    """
    return {
        "coding_level": annotation.coding_level,
        "mentions": [_mention(mention) for mention in annotation.mentions],
        "events": [_event(event) for event in annotation.events],
        "claims": [_claim(claim) for claim in annotation.claims],
        "headline_claims": [_claim(claim) for claim in annotation.headline_claims],
        "attributions": [_attribution(attribution) for attribution in annotation.attributions],
        "dates": [asdict(date) for date in annotation.dates],
        "places": [asdict(place) for place in annotation.places],
        "factuality": [asdict(mark) for mark in annotation.factuality],
    }


def _answer_batch(annotator: Annotator, batch: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    readings: list[Item | str] = [_read(record) for record in batch]
    coded = annotator.annotate_many(item for item in readings if not isinstance(item, str))
    for record, reading in zip(batch, readings, strict=True):
        identity = record.get("id")
        if isinstance(reading, str):
            yield {"id": identity, "error": reading}
            continue
        _, result = next(coded)
        if isinstance(result, Exception):
            yield {"id": identity, "error": str(result)}
        else:
            yield {"id": identity, **to_json(result)}


def _read(record: dict[str, Any]) -> Item | str:
    """The item of a record, or what is wrong with the record."""
    text, title, published = record.get("text"), record.get("title"), record.get("published_at")
    if not isinstance(text, str):
        return "field 'text' is missing or no string; give the plain text of the article"
    if title is not None and not isinstance(title, str):
        return "field 'title' is no string; leave it out or give a string"
    try:
        published_at = parse_time(published)
    except ValueError:
        return f"field 'published_at' is no ISO 8601 time: {published!r}; write it as 2024-02-13T09:30:00Z"
    language = record.get("language")
    return str(record.get("id")), text, title, published_at, language if isinstance(language, str) else None


def parse_time(value: Any) -> datetime | None:
    """A time of ISO 8601, or a day, in UTC where no zone is given; None for nothing. Raises ValueError."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(value)
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _mention(mention: Mention) -> dict[str, Any]:
    return asdict(mention)


def _party(party: Party | None) -> dict[str, Any] | None:
    return None if party is None else asdict(party)


def _attribution(attribution: Attribution | None) -> dict[str, Any] | None:
    if attribution is None:
        return None
    source = None if attribution.source is None else list(attribution.source)
    return {"source": source, "cue": list(attribution.cue), "content": list(attribution.content)}


def _event(event: Event) -> dict[str, Any]:
    fields = asdict(event)
    fields["source"], fields["target"] = _party(event.source), _party(event.target)
    fields["attribution"] = _attribution(event.attribution)
    fields["trigger"] = list(event.trigger)
    fields["date"] = event.event_date.isoformat() if event.event_date else None
    del fields["event_date"]
    return fields


def _claim(claim: Claim) -> dict[str, Any]:
    fields = asdict(claim)
    fields["supplier"], fields["recipient"] = list(claim.supplier), list(claim.recipient)
    fields["intermediary"] = list(claim.intermediary)
    fields["evidence"] = {
        "weapon": list(claim.evidence.weapon),
        "supplier": list(claim.evidence.supplier) if claim.evidence.supplier else None,
        "recipient": list(claim.evidence.recipient) if claim.evidence.recipient else None,
    }
    for name, value in fields.items():
        if isinstance(value, datetime) or hasattr(value, "isoformat"):
            fields[name] = value.isoformat()
    return fields
