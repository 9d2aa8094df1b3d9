"""RSS and Atom in all their versions, by feedparser, with our own dates, text and links."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

import feedparser

from pipeline.collect.dates import date_flag, parse_date
from pipeline.collect.feed_document import FeedDocument, NotAFeed
from pipeline.collect.outcomes import Outcome
from pipeline.collect.text import clean, plain_text, plain_title
from pipeline.collect.xml_text import XmlText
from pipeline.records import FeedItem

MAX_DEPTH = 200  # no feed nests its elements deeper; feedparser's cost grows with the square of the depth
_MAX_SUMMARY = 20_000  # characters
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def parse_xml_feed(document: XmlText, url: str, now: datetime, default_offset_minutes: int | None) -> FeedDocument:
    """The items of an RSS or Atom document; raises `NotAFeed`.

    A document that is not well formed is read as far as it goes, with a warning.
    """
    _check_depth(document.text)
    parsed = feedparser.parse(
        io.BytesIO(f'<?xml version="1.0" encoding="utf-8"?>{document.text}'.encode("utf-8", "replace")),
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = parsed.get("version") or ""
    if not version and not parsed.entries and document.root not in ("rss", "feed", "rdf", "channel"):
        raise NotAFeed(f"the document is no feed: its first element is <{document.root or '?'}>")
    warnings = list(document.warnings)
    if parsed.get("bozo"):
        warnings.append(f"not well formed: {' '.join(str(parsed.get('bozo_exception')).split())[:200]}")
    head = parsed.feed
    base = clean(str(head.get("link") or "")).strip()
    offset = _usual_offset(parsed.entries) if default_offset_minutes is None else default_offset_minutes
    return FeedDocument(
        format=version or "rss",
        items=tuple(_item(entry, url, now, offset) for entry in parsed.entries),
        title=plain_title(str(head.get("title") or "")) or None,
        language=clean(str(head.get("language") or "")).strip().lower() or None,
        home_url=urljoin(url, base) if base else None,
        ttl_seconds=_ttl_seconds(head),
        hub_url=next((str(link.get("href")) for link in head.get("links", ()) if link.get("rel") == "hub"), None),
        total_count=max(document.total_count, len(parsed.entries)),
        dropped_count=document.dropped_count,
        is_partial=document.is_partial,
        utc_offset_minutes=_usual_offset(parsed.entries),
        warnings=tuple(warnings),
    )


def _check_depth(text: str) -> None:
    """Refuse a document that nests too deep, before the parser with the quadratic cost sees it."""
    if text.count("<") < 2 * MAX_DEPTH:
        return
    depth = 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise NotAFeed(f"the document nests deeper than {MAX_DEPTH} elements", Outcome.PARSE_FAILURE)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return  # not well formed: feedparser's lenient parser does not recurse into it


def _item(entry: Any, url: str, now: datetime, offset: int | None) -> FeedItem:
    published_text = _first(entry, "published", "issued") or _first(entry, "updated", "created")
    published = parse_date(published_text, offset)
    updated = parse_date(_first(entry, "updated"), offset)
    flag = date_flag(published, published_text, now)
    content = _content(entry)
    link = _link(entry, url)
    return FeedItem(
        guid=clean(str(dict.get(entry, "id") or "")).strip() or None,
        url=link,
        title=plain_title(str(entry.get("title") or "")) or None,
        summary=plain_text(str(dict.get(entry, "summary") or content or ""))[:_MAX_SUMMARY] or None,
        published_at=published.value if published and flag != "ancient" else None,
        updated_at=updated.value if updated and updated.value.year >= 1990 else None,
        authors=_authors(entry),
        categories=tuple(
            dict.fromkeys(term for tag in entry.get("tags", ()) if (term := plain_title(str(tag.get("term") or ""))))
        ),
        content_html=content,
        published_text=clean(published_text).strip()[:200] if published_text else None,
        date_flag=flag,
    )


def _first(entry: Any, *names: str) -> str | None:
    """The first field that the entry itself has; feedparser's own fall-backs between dates are passed by."""
    for name in names:
        value = dict.get(entry, name)
        if value and str(value).strip():
            return str(value)
    return None


def _link(entry: Any, url: str) -> str | None:
    links = entry.get("links", ())
    pages = [link for link in links if link.get("rel") == "alternate" and "html" in str(link.get("type") or "html")]
    candidates = (
        dict.get(entry, "feedburner_origlink"),
        pages[0].get("href") if pages else None,
        dict.get(entry, "link"),
    )
    for candidate in candidates:
        text = clean(str(candidate or "")).strip()
        if text:
            try:
                return urljoin(url, text)
            except ValueError:
                continue
    return None


def _content(entry: Any) -> str | None:
    """The longest HTML body that the entry carries."""
    bodies = [str(part.get("value") or "") for part in entry.get("content", ())]
    best = max(bodies, key=len, default="")
    return clean(best).strip() or None


def _authors(entry: Any) -> tuple[str, ...]:
    names = [str(author.get("name") or author.get("email") or "") for author in entry.get("authors", ())]
    names = names or [str(dict.get(entry, "author") or "")]
    return tuple(dict.fromkeys(name for raw in names if (name := plain_title(raw))))


def _usual_offset(entries: Any) -> int | None:
    """The zone that most dates of the document name, if any does."""
    offsets: Counter[int] = Counter()
    for entry in entries[:100]:
        parsed = parse_date(_first(entry, "published", "updated"))
        if parsed is not None and parsed.offset_minutes is not None:
            offsets[parsed.offset_minutes] += 1
    return offsets.most_common(1)[0][0] if offsets else None


def _ttl_seconds(head: Any) -> float | None:
    """The longest of <ttl> (minutes) and sy:updatePeriod / sy:updateFrequency."""
    waits: list[float] = []
    ttl = str(dict.get(head, "ttl") or "").strip()
    if ttl.isdigit():
        waits.append(float(ttl) * 60)
    period = _PERIODS.get(str(dict.get(head, "sy_updateperiod") or "").strip().lower())
    if period:
        frequency = str(dict.get(head, "sy_updatefrequency") or "1").strip()
        waits.append(period / max(1.0, float(frequency) if frequency.isdigit() else 1.0))
    return max(waits, default=None)
