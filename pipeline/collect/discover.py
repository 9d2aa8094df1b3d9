"""Finds the feeds of a site: those that its home page names, and the addresses at which feeds usually stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml import html

from pipeline.collect.charset import decode_html
from pipeline.collect.client import FetchRequest
from pipeline.collect.feed_document import FeedDocument, NotAFeed
from pipeline.collect.outcomes import MEANINGS, Outcome
from pipeline.collect.session import Session
from pipeline.settings import Settings

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds", "/?feed=rss2")
_MAX_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was asked and answered as one."""

    url: str
    title: str | None
    format: str
    item_count: int
    language: str | None


def feeds_of_page(body: bytes, url: str, headers: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The addresses of the feeds that a page names: <link rel=alternate> first, then links that look like feeds."""
    text = decode_html(body, headers).text
    if not text.strip():
        return ()
    try:
        tree = html.fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, html.etree.ParserError):
        return ()
    base = urljoin(url, next(iter(tree.xpath("//base/@href")), ""))
    named = [
        str(link.get("href"))
        for link in tree.xpath("//link[@href]")
        if "alternate" in str(link.get("rel", "")).lower().split()
        and str(link.get("type", "")).partition(";")[0].strip().lower() in _FEED_TYPES
        and not _is_comment_feed(str(link.get("href")), str(link.get("title", "")))
        and not str(link.get("href")).endswith(("oembed", ".json")) | ("oembed" in str(link.get("href")))
    ]
    linked = [str(anchor) for anchor in tree.xpath("//a/@href") if _looks_like_feed(str(anchor))]
    found: dict[str, None] = {}
    for address in (*named, *linked):
        try:
            target = urljoin(base, address.strip().replace("feed://", "https://", 1))
        except ValueError:
            continue
        if urlsplit(target).scheme in ("http", "https"):
            found.setdefault(target.partition("#")[0])
    return tuple(found)[:_MAX_CANDIDATES]


async def find_feeds(
    session: Session, url: str, now: datetime, settings: Settings
) -> tuple[tuple[FoundFeed, ...], str]:
    """The feeds at an address, itself or those that its page names, each asked once, with a sentence on them."""
    answer = await session.client.fetch(_request(url, settings, settings.max_page_bytes))
    if answer.outcome is not Outcome.OK:
        return (), answer.error or f"{url}: {MEANINGS[answer.outcome].words}"
    try:
        return (_found(url, await _parse(session, answer.body, answer.final_url, now, settings)),), f"{url} is a feed"
    except NotAFeed:
        candidates = feeds_of_page(answer.body, answer.final_url, answer.headers)
    basis = "named by the page" if candidates else "found at the usual places"
    candidates = candidates or tuple(urljoin(answer.final_url, path) for path in USUAL_PATHS)
    found: dict[str, FoundFeed] = {}
    for candidate in candidates:
        reply = await session.client.fetch(_request(candidate, settings, settings.max_feed_bytes))
        if reply.outcome is not Outcome.OK or reply.final_url in found:
            continue
        try:
            document = await _parse(session, reply.body, reply.final_url, now, settings)
        except NotAFeed:
            continue
        found[reply.final_url] = _found(reply.permanent_url or candidate, document)
    if not found:
        return (), f"{url} is a page that names no working feed; {len(candidates)} addresses were tried"
    return tuple(found.values()), f"{len(found)} of {len(candidates)} addresses {basis} are feeds"


def _request(url: str, settings: Settings, max_bytes: int) -> FetchRequest:
    return FetchRequest(
        url=url, max_bytes=max_bytes, timeout_seconds=settings.fetch_timeout_seconds, obeys_robots=False
    )


async def _parse(session: Session, body: bytes, url: str, now: datetime, settings: Settings) -> FeedDocument:
    return await session.parser.parse(
        body,
        url,
        now,
        content_type=None,
        max_items=settings.max_feed_items,
        default_offset_minutes=None,
        max_bytes=settings.max_feed_bytes,
    )


def _found(url: str, document: FeedDocument) -> FoundFeed:
    return FoundFeed(url, document.title, document.format, document.total_count, document.language)


def _is_comment_feed(address: str, title: str) -> bool:
    return "comments" in address.lower() or "comments feed" in title.lower()


def _looks_like_feed(address: str) -> bool:
    path = urlsplit(address).path.lower().rstrip("/")
    return not _is_comment_feed(address, "") and (
        path.endswith((".rss", ".rdf", ".atom", "rss.xml", "feed.xml", "atom.xml", "/rss", "/feed", "/atom"))
        or address.lower().startswith("feed://")
    )
