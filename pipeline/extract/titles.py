"""Finds the title of an article: a vote of headings and head tags, with the site's own name taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from pipeline.extract.dom import Element
from pipeline.extract.structured import StructuredData, text_of
from pipeline.extract.text import fold, letters

MAX_TITLE_CHARS = 400
_SEPARATOR = re.compile(r"\s+[|–—\-·•»«:~/>‹›]+\s+|\s*[|·•»｜_]\s*|(?<=\S)\s*[–—]\s+|\s::\s")
_PARTS = frozenset(("span", "div", "p", "small", "br", "strong", "em", "h2"))
_SPACE_BEFORE_COLON = re.compile(r"(?<=\w) +:(?= )")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


def find_title(root: Element, data: StructuredData, url: str) -> str | None:
    """The article's title without the site's name, or None.

    Each witness (h1, JSON-LD headline, og:title, twitter:title, title element) names candidates; where two agree after
    the site's name is taken off, the reading that a visitor sees in the h1 wins.
    """
    names = site_names(data, url)
    headings = _headings(root)
    tags = [
        _without_site(value, names)
        for value in (
            next((text_of(node.get("headline")) for node in data.article_nodes if node.get("headline")), None),
            data.meta("og:title"),
            data.meta("twitter:title"),
            data.meta("dc.title", "dcterms.title", "sailthru.title", "parsely-title"),
            _title_element(root),
        )
        if value
    ]
    tags = [tag for tag in tags if tag and letters(tag) not in names]
    headings = [heading for heading in headings if letters(heading) not in names]
    for heading in headings:
        if any(_same(heading, tag) for tag in tags):
            return heading
    agreed = _majority(tags)
    for tag in filter(None, (agreed, *tags[:1])):
        if any(letters(heading).endswith(letters(tag)) for heading in headings):
            return tag  # the heading has a kicker before the title
    if tags and headings:
        best = max(headings, key=lambda heading: max(_closeness(heading, tag) for tag in tags))
        if max(_closeness(best, tag) for tag in tags) >= 0.6:
            return best
    if len(headings) == 1 and len(headings[0].split()) >= 4:
        return headings[0]
    return agreed or (tags[0] if tags else None) or (headings[0] if headings else None)


def site_names(data: StructuredData, url: str) -> set[str]:
    """Keys (see `letters`) of the names of the site: og:site_name, publisher, domain with and without its ending."""
    names = [
        data.meta("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site", "publisher"),
        *(text_of(node.get("publisher")) for node in data.article_nodes[:3]),
        *(text_of(node.get("name")) for node in data.nodes if "WebSite" in str(node.get("@type"))),
    ]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    keys = {letters(name) for name in names if name}
    keys |= {letters(host)} | {letters(label) for label in labels[:-1] if len(label) > 3}
    if len(labels) >= 2:
        keys.add(letters("".join(labels[-2:])))
    return {key for key in keys if key}


def _headings(root: Element) -> list[str]:
    """Texts of the h1 elements a visitor can see, in order; h2 with the article's headline markup when there is no h1."""
    found = []
    for element in root.iter("h1"):
        if not _HIDDEN.search(element.get("style") or ""):
            found.append(_heading_text(element))
    if not any(found):
        found = [
            fold(" ".join(element.itertext()))
            for element in root.iter("h2", "div", "span", "p")
            if "headline" in (element.get("itemprop") or "").split()
        ]
    return [text for text in dict.fromkeys(found) if 1 < len(text) <= MAX_TITLE_CHARS]


def _heading_text(element: Element) -> str:
    """The text of a heading; its block-like parts (a kicker, a subtitle) are kept apart by a space."""
    parts = []
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag not in ("script", "style", "svg"):
            parts.append((" " if part is not element and part.tag in _PARTS else "") + (part.text or ""))
        if part is not element:
            parts.append(part.tail or "")
    return _SPACE_BEFORE_COLON.sub(":", fold("".join(parts)))


def _title_element(root: Element) -> str | None:
    for element in root.iter("title"):
        if element.getparent() is not None and element.getparent().tag in ("head", "html"):
            return fold(" ".join(element.itertext())) or None
    return None


def _without_site(title: str, names: set[str]) -> str:
    """`title` without parts before or after a separator that name the site."""
    title = title[:MAX_TITLE_CHARS]
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        first, rest = title[: cuts[0].start()], title[cuts[0].end() :]
        if _names_site(tail, names) and head:
            title = head
        elif _names_site(first, names) and rest:
            title = rest
        else:
            break
    return title.strip()


def _names_site(part: str, names: set[str]) -> bool:
    key = letters(part)
    if not key:
        return True
    if key in names or key.removeprefix("the") in names or "the" + key in names:
        return True
    if len(part) > 50:
        return False
    return any(
        len(name) > 3 and (key.startswith(name) or key.endswith(name) or (len(key) > 3 and key in name))
        for name in names
    )


def _same(one: str, other: str) -> bool:
    return letters(one) == letters(other)


def _closeness(one: str, other: str) -> float:
    first, second = letters(one), letters(other)
    if not first or not second:
        return 0.0
    if len(first) > 12 and len(second) > 12 and (first in second or second in first):
        return max(0.6, min(len(first), len(second)) / max(len(first), len(second)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _majority(titles: Iterable[str]) -> str | None:
    """The title that at least two witnesses give, in its first spelling."""
    seen: dict[str, str] = {}
    for title in titles:
        key = letters(title)
        if key in seen:
            return seen[key]
        seen[key] = title
    return None
