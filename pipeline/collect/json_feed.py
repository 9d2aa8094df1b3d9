"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from pipeline.collect.dates import date_flag, parse_date
from pipeline.collect.feed_document import FeedDocument, NotAFeed
from pipeline.collect.text import clean, plain_text, plain_title
from pipeline.records import FeedItem


def parse_json_feed(
    body: bytes, url: str, now: datetime, max_items: int, default_offset_minutes: int | None
) -> FeedDocument:
    """The items of a JSON Feed; raises `NotAFeed`."""
    try:
        raw = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"the document is no valid JSON ({error})") from error
    items = raw.get("items") if isinstance(raw, dict) else None
    if not isinstance(items, list):
        raise NotAFeed("the JSON document has no list of items")
    version = str(raw.get("version") or "")
    entries = [entry for entry in items if isinstance(entry, dict)]
    return FeedDocument(
        format="json11" if version.endswith("1.1") else "json1",
        items=tuple(_item(entry, url, now, default_offset_minutes) for entry in entries[:max_items]),
        title=plain_title(_text(raw.get("title"))) or None,
        language=_text(raw.get("language")).strip().lower() or None,
        home_url=urljoin(url, _text(raw.get("home_page_url"))) if raw.get("home_page_url") else None,
        hub_url=_hub(raw),
        total_count=len(items),
        dropped_count=len(items) - min(len(entries), max_items),
        warnings=() if "jsonfeed.org" in version else ("the document does not name its JSON Feed version",),
    )


def _item(entry: dict[str, Any], url: str, now: datetime, offset: int | None) -> FeedItem:
    published_text = _text(entry.get("date_published")) or _text(entry.get("date_modified")) or None
    published = parse_date(published_text, offset)
    updated = parse_date(_text(entry.get("date_modified")), offset)
    flag = date_flag(published, published_text, now)
    content = clean(_text(entry.get("content_html"))).strip() or None
    words = entry.get("summary") or entry.get("content_text")
    link = _text(entry.get("url")) or _text(entry.get("external_url"))
    people = entry.get("authors") or [entry.get("author")]
    return FeedItem(
        guid=clean(_text(entry.get("id"))).strip() or None,
        url=urljoin(url, clean(link).strip()) if link else None,
        title=plain_title(_text(entry.get("title"))) or None,
        summary=(clean(_text(words)).strip() if words else plain_text(content or "")) or None,
        published_at=published.value if published and flag != "ancient" else None,
        updated_at=updated.value if updated else None,
        authors=tuple(
            name
            for person in (people if isinstance(people, list) else [])
            if isinstance(person, dict) and (name := plain_title(_text(person.get("name"))))
        ),
        categories=tuple(plain_title(_text(tag)) for tag in _list(entry.get("tags")) if _text(tag)),
        content_html=content,
        published_text=published_text,
        date_flag=flag,
    )


def _text(value: Any) -> str:
    """A JSON value as text; numbers stand for ids in many feeds."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _hub(raw: dict[str, Any]) -> str | None:
    hubs = [hub for hub in _list(raw.get("hubs")) if isinstance(hub, dict)]
    return next((_text(hub.get("url")) for hub in hubs if hub.get("url")), None)
