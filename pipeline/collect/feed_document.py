"""What a feed document holds, in whatever format it came, and how it travels out of the parsing child process."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from pipeline.collect.outcomes import Outcome
from pipeline.records import FeedItem


class NotAFeed(ValueError):
    """The document is no feed; `outcome` names what it is instead."""

    def __init__(self, message: str, outcome: Outcome = Outcome.NOT_A_FEED) -> None:
        super().__init__(message)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class ChildSitemap:
    """A sitemap that a sitemap index points to."""

    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A parsed feed. `items` are in the order of the document, at most as many as were asked for."""

    format: str  # rss090 ... rss20, rss10, atom03, atom10, json1, news_sitemap, sitemap_index
    items: tuple[FeedItem, ...] = ()
    title: str | None = None
    language: str | None = None
    home_url: str | None = None
    ttl_seconds: float | None = None  # the longest wait that the document asks for
    hub_url: str | None = None
    total_count: int = 0  # items in the document, those over the limit included
    dropped_count: int = 0  # of them, not among `items`
    is_partial: bool = False  # the document ends before its end
    utc_offset_minutes: int | None = None  # the zone that most of its dates name
    children: tuple[ChildSitemap, ...] = ()
    warnings: tuple[str, ...] = ()


def to_json(document: FeedDocument) -> bytes:
    """The document as JSON."""
    return json.dumps(document, default=_plain, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    """A record as its fields, a moment as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def from_json(data: bytes) -> FeedDocument:
    """The document that `to_json` wrote."""
    raw: dict[str, Any] = json.loads(data)
    raw["items"] = tuple(_item(item) for item in raw["items"])
    raw["children"] = tuple(ChildSitemap(child["url"], _moment(child["modified_at"])) for child in raw["children"])
    raw["warnings"] = tuple(raw["warnings"])
    return FeedDocument(**raw)


_TIMES = ("published_at", "updated_at")
_TUPLES = tuple(f.name for f in fields(FeedItem) if str(f.type).startswith("tuple"))


def _item(raw: dict[str, Any]) -> FeedItem:
    for name in _TIMES:
        raw[name] = _moment(raw[name])
    for name in _TUPLES:
        raw[name] = tuple(raw[name])
    return FeedItem(**raw)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
