"""Fetches article pages and says what stands on each: an article, a wall, an error, or something that is not HTML."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from pipeline.collect.canonical import canonical_url, names_article, registered_name
from pipeline.collect.challenges import refusal_kind, wall_kind
from pipeline.collect.charset import decode_html
from pipeline.collect.client import FetchRequest, FetchResult
from pipeline.collect.fan_out import fan_out
from pipeline.collect.outcomes import MEANINGS, WALLS, Outcome
from pipeline.collect.politeness import host_of
from pipeline.collect.session import Session
from pipeline.errors import Permanent, Transient
from pipeline.records import Page
from pipeline.settings import Settings

_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_UNSAID_TYPES = ("", "application/octet-stream", "text/plain", "application/xml", "text/xml", "binary/octet-stream")
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|script|link)\b", re.I)
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP or Office"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"ID3", "audio"), (b"\x00\x00\x00", "video"), (b"RIFF", "media"), (b"\xd0\xcf\x11\xe0", "Office"),
)  # fmt: skip
_LINK = re.compile(r"<link\b[^>]*>", re.I)
_ATTRIBUTE = re.compile(r"""([a-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_KEPT_HEADERS = frozenset(
    [
        "content-type",
        "content-language",
        "last-modified",
        "date",
        "etag",
        "content-location",
        "link",
        "x-robots-tag",
        "content-disposition",
    ]
)


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of fetching one address.

    `page` is present wherever a document arrived, walls included, so that it can be archived; only with outcome ok does
    it hold the article itself. `size_bytes` is what the server announced of a document that was not downloaded.
    """

    url: str
    outcome: Outcome
    page: Page | None = None
    final_url: str | None = None
    status: int | None = None
    content_type: str | None = None
    size_bytes: int | None = None
    error: str | None = None
    retry_after_seconds: float | None = None
    host: str = ""
    elapsed_seconds: float = 0.0
    request_count: int = 0

    @property
    def is_ok(self) -> bool:
        """True where the page holds an article as far as can be told."""
        return self.outcome is Outcome.OK

    @property
    def is_transient(self) -> bool:
        """True where another try may bring the article."""
        return MEANINGS[self.outcome].is_transient

    @property
    def is_wall(self) -> bool:
        """True where something else stands in the article's place: the feed's summary is what there is."""
        return self.outcome in WALLS

    def failure(self) -> Transient | Permanent | None:
        """The outcome as an error of the tree, for callers that raise; None where the page is there."""
        if self.is_ok:
            return None
        words = self.error or f"{MEANINGS[self.outcome].words}: {self.url}"
        return Transient(words, self.retry_after_seconds) if self.is_transient else Permanent(words)


async def fetch_pages(
    urls: Iterable[str],
    now: datetime,
    settings: Settings,
    *,
    session: Session | None = None,
    holds: Mapping[str, datetime] | None = None,
) -> AsyncIterator[PageResult]:
    """Fetch pages concurrently and politely; yields each as it comes. `now` becomes their time of fetching."""
    if session is None:
        left = {host: (until - now).total_seconds() for host, until in (holds or {}).items() if until > now}
        async with Session(settings, holds=left) as own:
            async for result in fetch_pages(urls, now, settings, session=own):
                yield result
        return
    jobs = ((host_of(url), url) for url in dict.fromkeys(urls))
    async for result in fan_out(
        jobs, lambda url: fetch_page(session, url, now, settings), settings.max_connections_per_host
    ):
        yield result


async def fetch_page(session: Session, url: str, now: datetime, settings: Settings) -> PageResult:
    """Fetch one page; never raises for what a server does."""
    answer = await session.client.fetch(
        FetchRequest(
            url=url,
            max_bytes=settings.max_page_bytes,
            timeout_seconds=settings.fetch_timeout_seconds,
            headers=(("Accept", _ACCEPT),),
            accept=why_not_html,
        )
    )
    result = PageResult(
        url=url,
        outcome=answer.outcome,
        final_url=answer.final_url,
        status=answer.status,
        content_type=answer.header("Content-Type"),
        size_bytes=_announced_size(answer),
        error=answer.error,
        retry_after_seconds=answer.retry_after_seconds,
        host=host_of(answer.final_url),
        elapsed_seconds=answer.elapsed_seconds,
        request_count=answer.request_count,
    )
    if answer.outcome is not Outcome.OK:
        outcome = refusal_kind(answer) or answer.outcome
        return replace(result, outcome=outcome, error=answer.error or f"{MEANINGS[outcome].words}: {answer.final_url}")
    if not answer.body.strip():
        return replace(result, outcome=Outcome.EMPTY_BODY, error=f"{answer.final_url} answered with no content")
    text = decode_html(answer.body, answer.headers).text
    page = page_of(url, answer, text, now)
    wall = wall_kind(text, answer.final_url) or refusal_kind(answer) or _home_page_in_place_of(url, answer)
    if wall is not None:
        return replace(result, outcome=wall, page=page, error=f"{MEANINGS[wall].words}: {answer.final_url}")
    return replace(result, page=page)


def page_of(url: str, answer: FetchResult, text: str, now: datetime) -> Page:
    """The record of a downloaded page; its canonical address is that of its own rel=canonical where that is sane."""
    final = canonical_url(answer.final_url) or answer.final_url
    return Page(
        url=url,
        canonical_url=sane_canonical(text, answer.final_url) or final,
        status=answer.status or 200,
        fetched_at=now,
        body=answer.body,
        headers=tuple((key, value) for key, value in answer.headers if key.lower() in _KEPT_HEADERS),
        content_type=answer.header("Content-Type"),
        final_url=answer.final_url,
    )


def sane_canonical(text: str, url: str) -> str | None:
    """The canonical form of the page's rel=canonical, or None where it has none or one that cannot be believed.

    It must lead to the same registered site, and neither to its home page nor to a list where the page's own address
    names an article.
    """
    stated = _stated_canonical(text)
    if stated is None:
        return None
    try:
        target, own = canonical_url(urljoin(url, stated)), canonical_url(url)
    except ValueError:
        return None
    if target is None or own is None or not _is_same_site(target, own):
        return None
    there, here = urlsplit(target), urlsplit(own)
    if there.path == "/" and not there.query:
        return None  # the home page
    if names_article(here.path) and not names_article(there.path) and not there.query:
        return None  # a list
    if here.path.startswith(f"{there.path}/"):
        return None  # the folder in which the article lies
    return target


def stated_url(text: str) -> str | None:
    """The absolute http address that a page gives itself, for pages that come without one."""
    stated = _stated_canonical(text)
    return stated if stated and canonical_url(stated) else None


def _stated_canonical(text: str) -> str | None:
    for tag in _LINK.findall(text[:300_000]):
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag)}
        if "canonical" in attributes.get("rel", "").lower().split() and attributes.get("href", "").strip():
            return html.unescape(attributes["href"]).strip()
    return None


def why_not_html(content_type: str | None, beginning: bytes) -> str | None:
    """Why a document is not to be downloaded as a page, from its type and first bytes; None for HTML."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    magic = next((name for sign, name in _MAGIC if beginning.startswith(sign)), None)
    if magic is not None:
        return f"the document is {magic}, not HTML (its header says {kind or 'nothing'})"
    if kind in _HTML_TYPES:
        return None
    if kind in _UNSAID_TYPES and _LOOKS_LIKE_HTML.search(beginning):
        return None
    return f"the document is {kind or 'of no stated type'}, not HTML"


def _home_page_in_place_of(url: str, answer: FetchResult) -> Outcome | None:
    """An article's address that redirects to the bare home page is an error page in disguise."""
    if not answer.hops:
        return None
    asked, given = urlsplit(url), urlsplit(answer.final_url)
    is_home = given.path in ("", "/") and not given.query
    return Outcome.ERROR_PAGE if is_home and names_article(asked.path) else None


def _announced_size(answer: FetchResult) -> int | None:
    if answer.body:
        return len(answer.body)
    length = answer.header("Content-Length") or ""
    return int(length) if length.isdigit() else None


def _is_same_site(first: str, second: str) -> bool:
    """True where both lie under one registered name, and not in two languages of it."""
    a, b = (urlsplit(url).hostname or "" for url in (first, second))
    if a == b:
        return True
    registered = registered_name(a)
    return registered is not None and registered == registered_name(b) and not _are_two_languages(a, b)


def _are_two_languages(first: str, second: str) -> bool:
    labels = [host.split(".") for host in (first, second)]
    return all(len(parts) > 2 and len(parts[0]) == 2 and parts[0].isalpha() for parts in labels)
