"""From the bytes of a document to a FeedDocument: finds out which format it is and hands it to that format's reader.

Runs in a child process that can be killed (parse_pool); nothing here fetches anything.
"""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import datetime

from pipeline.collect.feed_document import FeedDocument, NotAFeed
from pipeline.collect.json_feed import parse_json_feed
from pipeline.collect.news_sitemap import parse_sitemap
from pipeline.collect.outcomes import Outcome
from pipeline.collect.xml_feed import parse_xml_feed
from pipeline.collect.xml_text import prepare

MAX_ITEMS = 2_000
_MAX_UNPACKED = 50_000_000  # bytes of a sitemap that is itself a gzip file


def parse_feed(
    body: bytes,
    url: str,
    now: datetime,
    *,
    content_type: str | None = None,
    max_items: int = MAX_ITEMS,
    default_offset_minutes: int | None = None,
    max_bytes: int = _MAX_UNPACKED,
) -> FeedDocument:
    """The feed in a document; raises `NotAFeed`, whose outcome and words say what the document is instead.

    `url` is the final address, against which relative links are resolved; `now` decides which dates lie in the future;
    dates without a zone are read at `default_offset_minutes` east of UTC, else as the rest of the document, else UTC.
    """
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body, max_bytes)
    beginning = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not beginning:
        raise NotAFeed("the document is empty", Outcome.EMPTY_BODY)
    if beginning[:1] in (b"{", b"["):
        return parse_json_feed(body, url, now, max_items, default_offset_minutes)
    document = prepare(body, content_type, max_items)
    if document.root in ("urlset", "sitemapindex"):
        return parse_sitemap(document, url, now, max_items, default_offset_minutes)
    if document.root in ("html", "head", "body"):
        raise NotAFeed("the document is an HTML page, not a feed; `wirewatch feeds add` finds the feeds of a page")
    if not document.root:
        raise NotAFeed("the document is plain text, not a feed")
    return parse_xml_feed(document, url, now, default_offset_minutes)


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """The content of a gzip file that was sent as such, as sitemaps are."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            content = file.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise NotAFeed(f"the gzip file is damaged ({error})", Outcome.DECODE_ERROR) from error
    if len(content) > max_bytes:
        raise NotAFeed(f"the gzip file unpacks to more than {max_bytes} bytes", Outcome.TOO_LARGE)
    return content
