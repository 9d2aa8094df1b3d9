"""Reads what a page says about itself in its head: JSON-LD, meta tags, microdata. Judges nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from pipeline.extract.dom import Element
from pipeline.extract.text import fold

Node = dict[str, Any]

_MAX_SCRIPT_CHARS = 2_000_000
_MAX_NODES = 2_000
_MAX_DEPTH = 12
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|NewsItem|Review|LiveBlogPosting|OpinionPiece|Recipe|HowTo)$")
_OTHER_PAGE_TYPE = re.compile(r"^(?:CollectionPage|SearchResultsPage|ProfilePage|ContactPage|AboutPage|CheckoutPage)$")
_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class StructuredData:
    """JSON-LD nodes (flat, in document order) and meta tags (first value first) of one page."""

    nodes: tuple[Node, ...] = ()
    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def meta(self, *names: str) -> str | None:
        """The first filled meta tag among `names` (name, property or itemprop, lower case)."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return value
        return None

    @property
    def article_nodes(self) -> tuple[Node, ...]:
        """JSON-LD nodes that describe an article, the likeliest main one first."""
        return tuple(node for node in self.nodes if any(_ARTICLE_TYPE.search(kind) for kind in types_of(node)))

    @property
    def declares_other_page(self) -> bool:
        """Whether the page calls itself a list, a profile or another page that is no article."""
        if self.article_nodes:
            return False
        return any(_OTHER_PAGE_TYPE.match(kind) for node in self.nodes for kind in types_of(node))


def read_structured(root: Element) -> StructuredData:
    """Collect JSON-LD and meta tags of a parsed page; broken JSON is mended where that is simple, else passed over."""
    nodes: list[Node] = []
    metas: dict[str, list[str]] = {}
    for element in root.iter("script", "meta"):
        if element.tag == "meta":
            content = fold(unescape(element.get("content") or ""))
            for attribute in ("property", "name", "itemprop"):
                for name in (element.get(attribute) or "").lower().split():
                    metas.setdefault(name, []).append(content)
        elif "ld+json" in (element.get("type") or "").lower() and element.text:
            nodes.extend(_nodes(element.text))
            if len(nodes) > _MAX_NODES:
                break
    return StructuredData(tuple(nodes[:_MAX_NODES]), {name: tuple(values) for name, values in metas.items()})


def types_of(node: Node) -> list[str]:
    """The schema.org types of a node, without their address."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)]


def text_of(value: object) -> str | None:
    """The text of a JSON-LD value: a string, or the first of a list, or the name of a node."""
    if isinstance(value, list):
        return next(filter(None, map(text_of, value)), None)
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("headline"))
    if isinstance(value, str | int | float):
        return fold(unescape(str(value))) or None
    return None


def _nodes(script: str) -> Iterator[Node]:
    if len(script) > _MAX_SCRIPT_CHARS:
        return
    data = _json(script)
    if data is not None:
        yield from _flat(data, 0)


def _json(script: str) -> object:
    text = (
        script.strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .strip()
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
    )
    for candidate in (
        text,
        _CONTROL.sub(" ", text).rstrip("; "),
        re.sub(r",\s*([}\]])", r"\1", _CONTROL.sub(" ", text)),
    ):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(data: object, depth: int) -> Iterator[Node]:
    """Nodes in depth-first order; lists and graphs are opened, and so are the properties that hold a page's main thing."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data[:_MAX_NODES]:
            yield from _flat(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(data.get(key), list | dict):
                yield from _flat(data[key], depth + 1)
