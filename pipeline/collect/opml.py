"""Reads and writes subscription lists (OPML), the damaged ones of other programs included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

import listparser
from lxml import etree

from pipeline.collect.client import url_problem
from pipeline.collect.text import plain_title
from pipeline.records import Feed


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list: its address, the name that the list gives it, and the folders in which it stands."""

    url: str
    title: str | None = None
    folders: tuple[str, ...] = ()
    site_url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionList:
    """What a file held. `other_lists` are addresses of further lists; they are named, never fetched."""

    subscriptions: tuple[Subscription, ...]
    other_lists: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_opml(data: bytes) -> SubscriptionList:
    """The subscriptions of an OPML file, each address once; entries without a usable address become warnings."""
    parsed = listparser.parse(data)
    warnings = [f"not well formed: {parsed.bozo_exception}"] if parsed.get("bozo") else []
    found: dict[str, Subscription] = {}
    further = _further_attributes(data)
    for feed in parsed.feeds:
        url = str(feed.get("url") or "").strip().replace("feed://", "https://", 1)
        if problem := url_problem(url):
            warnings.append(problem)
            continue
        folders = tuple("/".join(path) for path in feed.get("categories", ()) if path)
        title = plain_title(str(feed.get("title") or "")) or None
        found.setdefault(url, Subscription(url, title, folders, *further.get(url, (None, None))))
    lists = tuple(str(entry.get("url")) for entry in parsed.lists if entry.get("url"))
    return SubscriptionList(tuple(found.values()), lists, tuple(warnings))


def _further_attributes(data: bytes) -> dict[str, tuple[str | None, str | None]]:
    """Site address and language of the feeds, which the reader of damaged lists leaves out; by feed address."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, tuple[str | None, str | None]] = {}
    for outline in tree.iter("outline") if tree is not None else ():
        attributes = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        url = attributes.get("xmlurl", "").replace("feed://", "https://", 1)
        found.setdefault(url, (attributes.get("htmlurl") or None, attributes.get("language") or None))
    return found


def write_opml(feeds: Iterable[Feed], title: str) -> bytes:
    """Feeds as OPML 2.0, grouped by country, in a fixed order."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = title
    body = ElementTree.SubElement(root, "body")
    groups: dict[str, ElementTree.Element] = {}
    for feed in sorted(feeds, key=lambda feed: (feed.country or "~", feed.source_name, feed.url)):
        name = feed.country or "other"
        if name not in groups:
            groups[name] = ElementTree.SubElement(body, "outline", text=name, title=name)
        attributes = {
            "type": "rss",
            "text": feed.source_name,
            "title": feed.source_name,
            "xmlUrl": feed.url,
            "htmlUrl": f"https://{feed.source_domain}/",
        }
        if feed.language:
            attributes["language"] = feed.language
        ElementTree.SubElement(groups[name], "outline", attributes)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
