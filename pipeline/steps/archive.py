"""Writes page contents into the archive, once each, and passes them on to extraction; used by fetch and import."""

from __future__ import annotations

import hashlib
import html
import json
from datetime import datetime

import zstandard

from pipeline.records import FeedItem, Page
from pipeline.steps.work import Connection, offer
from pipeline.warehouse.sqlfiles import load_sql

_LEVEL = 10  # of Zstandard: a page shrinks to about a fifth in a millisecond


def archive_page(connection: Connection, page_id: int, page: Page, origin: str, now: datetime) -> bool:
    """Store a content of a page and pass it on; False where the archive has this very content already.

    `origin` is fetch, import or feed. Runs in the caller's transaction.
    """
    row = connection.execute(
        load_sql("steps/add_page_version.sql"),
        {
            "page_id": page_id,
            "body_sha256": hashlib.sha256(page.body).hexdigest(),
            "origin_type": origin,
            "fetched_at": page.fetched_at,
        },
    ).fetchone()
    if row is None:
        return False
    page_version_id, first_seen_at = int(row[0]), row[1]
    _add_content(connection, page_version_id, first_seen_at, page)
    # Read in the order of fetching, then of addresses: which server answered first must not matter to what is learned.
    offer(connection, "extract", {page_version_id: f"{page.fetched_at.isoformat()} {page.canonical_url}"}, now)
    return True


def restore_page(connection: Connection, page_id: int, page: Page) -> bool:
    """Put back a body that retention has dropped; False where the archive has it, or never had it."""
    row = connection.execute(
        load_sql("steps/dropped_content.sql"),
        {"page_id": page_id, "body_sha256": hashlib.sha256(page.body).hexdigest()},
    ).fetchone()
    if row is None:
        return False
    connection.execute("SELECT ops.ensure_partitions(%s)", (row[1],))
    _add_content(connection, int(row[0]), row[1], page)
    return True


def _add_content(connection: Connection, page_version_id: int, first_seen_at: datetime, page: Page) -> None:
    connection.execute(
        load_sql("steps/add_page_content.sql"),
        {
            "page_version_id": page_version_id,
            "first_seen_at": first_seen_at,
            "url": page.url,
            "final_url": page.final_url,
            "http_status": page.status,
            "content_type": page.content_type,
            "headers": json.dumps(page.headers, ensure_ascii=False).replace("\\u0000", ""),
            "body": zstandard.ZstdCompressor(level=_LEVEL).compress(page.body),
            "body_byte_count": len(page.body),
        },
    )


def summary_page(item: FeedItem, url: str, canonical_url: str, now: datetime) -> Page | None:
    """The feed's own words as a page, for an article whose page cannot be had; None where the feed has none.

    The document is a function of the item alone, so that the same words are the same content.
    """
    words = item.content_html or (f"<p>{html.escape(item.summary)}</p>" if item.summary else "")
    if not words and not item.title:
        return None
    title = html.escape(item.title or "")
    moment = item.published_at.isoformat() if item.published_at else None
    published = f'<meta property="article:published_time" content="{moment}">' if moment else ""
    body = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{published}</head>'
        f"<body><article><h1>{title}</h1>{words}</article></body></html>"
    )
    return Page(
        url=url,
        canonical_url=canonical_url,
        status=0,
        fetched_at=now,
        body=body.encode("utf-8", "replace"),
        content_type="text/html; charset=utf-8",
        final_url=url,
    )
