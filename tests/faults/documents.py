"""Small feed documents of our own writing for the fault cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def entry(
    n: int,
    *,
    guid: str | None = "",
    link: str | None = "",
    title: str | None = None,
    date: str | None = "",
    extra: str = "",
) -> str:
    """An RSS item; an empty text means the usual value, None leaves the element out."""
    guid = f"urn:item:{n}" if guid == "" else guid
    link = f"https://paper.example/news/{n}" if link == "" else link
    date = format_datetime(NOW - timedelta(hours=n)) if date == "" else date
    return (
        "<item>"
        + f"<title>{title if title is not None else f'Harbour report {n}'}</title>"
        + (f"<link>{link}</link>" if link is not None else "")
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid is not None else "")
        + (f"<pubDate>{date}</pubDate>" if date is not None else "")
        + extra
        + "</item>"
    )


def rss(*items: str, head: str = "", tail: str = "</channel></rss>", prolog: str = '<?xml version="1.0"?>') -> bytes:
    text = f'{prolog}<rss version="2.0"><channel><title>The Paper</title>{head}{"".join(items)}{tail}'
    return text.encode()


def feed_of(count: int) -> bytes:
    return rss(*(entry(n) for n in range(1, count + 1)))


def page(words: int = 400, head: str = "", body: str = "") -> bytes:
    """An HTML page with paragraphs of that many words."""
    paragraphs = "".join(
        "<p>" + "The ferry left the harbour late again today. " * 5 + "</p>" for _ in range(words // 40)
    )
    top = f"<!doctype html><html><head><title>Ferry late again</title>{head}</head>"
    return f"{top}<body>{body}{paragraphs}</body></html>".encode()
