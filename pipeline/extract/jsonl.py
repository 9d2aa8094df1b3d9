"""The filter `wirewatch extract`: pages as JSON Lines in, article text and metadata out."""

from __future__ import annotations

import base64
import binascii
import os
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pipeline.errors import Quarantine
from pipeline.extract.worker import ExtractJob, extract_many
from pipeline.records import Article, Page

Record = dict[str, Any]
_READ_AHEAD = 32  # answers that may wait for a slow page before them


def answer(records: Iterable[Record], *, now: datetime | None = None, processes: int | None = None) -> Iterator[Record]:
    """One answer per record {"id","url","html"} or {"id","url","html_base64"}, in order.

    An answer has "id", "title", "text", "published_at", "published_basis", "authors", "language", "quality", "error" and
    more; a page that cannot be processed has its reason in "error". Pages are extracted in child processes with a
    deadline each, so no page can hang the filter. Dates after `now` (by default the present) are refused.
    """
    moment = now or datetime.now(UTC)
    pending: deque[tuple[str, Record]] = deque()  # job number and the record's own id, in the order of the input
    done: dict[str, Record] = {}

    def jobs() -> Iterator[ExtractJob]:
        for number, record in enumerate(records):
            key = str(number)
            pending.append((key, record))
            try:
                yield ExtractJob(key, _page(record, moment), moment)
            except (ValueError, TypeError) as error:
                done[key] = {"id": record.get("id"), "error": str(error)}

    for key, outcome in extract_many(jobs(), processes=processes or os.cpu_count() or 1):
        record = next(record for waiting, record in pending if waiting == key)
        done[key] = _answered(record, outcome)
        while pending and pending[0][0] in done:
            yield done.pop(pending.popleft()[0])
    while pending:
        yield done.pop(pending.popleft()[0])


def _page(record: Record, now: datetime) -> Page:
    url = record.get("url") or ""
    if not isinstance(url, str):
        raise ValueError('"url" must be a string')
    if isinstance(record.get("html_base64"), str):
        try:
            body = base64.b64decode(record["html_base64"], validate=True)
        except binascii.Error as error:
            raise ValueError(f'"html_base64" is not base64: {error}') from None
        content_type = record.get("content_type")
    elif isinstance(record.get("html"), str):
        body, content_type = record["html"].encode("utf-8", "replace"), "text/html; charset=utf-8"
    else:
        raise ValueError('a record needs "html" (text) or "html_base64" (bytes)')
    return Page(url, url, 200, now, body, content_type=content_type if isinstance(content_type, str) else None)


def _answered(record: Record, outcome: Article | Quarantine) -> Record:
    identity = record.get("id")
    if isinstance(outcome, Quarantine):
        return {"id": identity, "text": "", "quality": "refused", "error": str(outcome)}
    return {"id": identity, **article_fields(outcome), "error": None}


def article_fields(article: Article) -> Record:
    """The JSON fields of an article."""
    return {
        "title": article.title,
        "text": article.text,
        "published_at": _in_own_zone(article),
        "published_basis": article.published_basis,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "updated_basis": article.updated_basis,
        "authors": list(article.authors),
        "section": article.section,
        "agency": article.agency,
        "language": article.language,
        "quality": article.quality,
        "quality_reason": article.quality_reason,
        "quality_score": article.quality_score,
        "sentences": [[sentence.start, sentence.end] for sentence in article.sentences],
    }


def _in_own_zone(article: Article) -> str | None:
    """The moment of publication on the page's own clock: the day its readers saw; UTC where the page names no zone."""
    if article.published_at is None:
        return None
    zone = timezone(timedelta(minutes=article.published_zone_minutes or 0))
    return article.published_at.astimezone(zone).isoformat()
