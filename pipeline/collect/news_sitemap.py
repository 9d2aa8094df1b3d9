"""News sitemaps and sitemap indexes, with lxml, no entity expanded and nothing fetched.

A sitemap without news entries is refused: it lists a whole site, not its news.
Source: sitemaps.org/protocol.html and Google's news sitemap format.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from lxml import etree

from pipeline.collect.dates import date_flag, parse_date
from pipeline.collect.feed_document import ChildSitemap, FeedDocument, NotAFeed
from pipeline.collect.outcomes import Outcome
from pipeline.collect.text import clean, plain_title
from pipeline.collect.xml_text import XmlText
from pipeline.records import FeedItem


def parse_sitemap(
    document: XmlText, url: str, now: datetime, max_items: int, default_offset_minutes: int | None
) -> FeedDocument:
    """The news entries of a <urlset>, or the children of a <sitemapindex>; raises `NotAFeed`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(document.text.encode("utf-8", "replace"), parser)
    if root is None:
        raise NotAFeed("the sitemap cannot be read")
    if _name(root) == "sitemapindex":
        return FeedDocument(format="sitemap_index", children=tuple(_children(root, url)), warnings=document.warnings)
    entries = [child for child in root if _name(child) == "url"]
    news = [entry for entry in entries if any(_name(child) == "news" for child in entry)]
    if not news:
        words = f"the sitemap has {len(entries)} addresses but none with news tags; name the site's news sitemap"
        raise NotAFeed(words, Outcome.NOT_A_NEWS_SITEMAP)
    items = [_item(entry, url, now, default_offset_minutes) for entry in news]
    items.sort(key=lambda item: item.published_at.timestamp() if item.published_at else 0.0, reverse=True)
    languages = {text for entry in news[:50] if (text := _find(entry, "language"))}
    return FeedDocument(
        format="news_sitemap",
        items=tuple(items[:max_items]),
        title=_find(news[0], "name"),
        language=languages.pop().lower() if len(languages) == 1 else None,
        total_count=len(entries),
        dropped_count=len(entries) - min(len(items), max_items),
        is_partial=document.is_partial,
        warnings=document.warnings,
    )


def _children(root: etree._Element, url: str) -> list[ChildSitemap]:
    children = []
    for entry in root:
        if _name(entry) == "sitemap" and (location := _find(entry, "loc")):
            modified = parse_date(_find(entry, "lastmod"))
            children.append(ChildSitemap(urljoin(url, location), modified.value if modified else None))
    return children


def _item(entry: etree._Element, url: str, now: datetime, offset: int | None) -> FeedItem:
    location = _find(entry, "loc")
    published_text = _find(entry, "publication_date")
    published = parse_date(published_text, offset)
    updated = parse_date(_find(entry, "lastmod"), offset)
    flag = date_flag(published, published_text, now)
    keywords = (_find(entry, "keywords") or "").split(",")
    return FeedItem(
        guid=None,
        url=urljoin(url, location) if location else None,
        title=plain_title(_find(entry, "title") or "") or None,
        published_at=published.value if published and flag != "ancient" else None,
        updated_at=updated.value if updated else None,
        categories=tuple(word for raw in keywords if (word := plain_title(raw))),
        published_text=published_text,
        date_flag=flag,
    )


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _find(element: etree._Element, name: str) -> str | None:
    """The text of the first descendant of that local name, images and videos left aside."""
    for child in element.iter():
        if _name(child) == name and _name(child.getparent()) not in ("image", "video"):
            text = clean("".join(child.itertext())).strip()
            if text:
                return text
    return None
