"""Finds the title of an article: a vote of headings and head tags, with the site's own name taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from urllib.parse import urljoin, urlsplit

from pipeline.extract.dom import Element
from pipeline.extract.structured import StructuredData, text_of
from pipeline.extract.text import fold, letters

MAX_TITLE_CHARS = 400
_SEPARATOR = re.compile(r"\s+[|–—\-·•»«:~/>‹›]+\s+|\s*[|·•»｜_]\s*|(?<=\S)\s*[–—]\s+|\s::\s")
_PARTS = frozenset(("span", "div", "p", "small", "br", "strong", "em", "h2"))
_SPACE_BEFORE_COLON = re.compile(r"(?<=\w) +:(?= )")
_TITLE_LEAST = 12  # characters; a shorter heading may name a section
_SECTION_WORDS = 2
_NAME_WORDS = 3
_ARCHIVE_NAMES = frozenset(("blogarchive", "blogarchiv"))  # what a widespread blog software puts before a title
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


def find_title(root: Element, data: StructuredData, url: str) -> str | None:
    """The article's title without the site's name, or None.

    Each witness (h1, JSON-LD headline, og:title, twitter:title, title element) names candidates; where two agree after
    the site's name is taken off, the reading that a visitor sees in the h1 wins.
    """
    shown = _headings(root)
    names = site_names(data, url) | _linked_names(root, url) | _trailing_names(root, shown)
    declared = (
        next((text_of(node.get("headline")) for node in data.article_nodes if node.get("headline")), None),
        data.meta("og:title"),
        data.meta("twitter:title"),
        data.meta("dc.title", "dcterms.title", "sailthru.title", "parsely-title"),
        _title_element(root),
    )
    tags = [_without_site(value, names) for value in declared if value]
    tags = [tag for tag in tags if tag and letters(tag) not in names]
    headings = [heading for heading in shown if letters(heading) not in names]
    if stated := _stated_twice(declared[0], declared[1], headings, names):
        return stated
    for heading in headings:
        if spelt := next((tag for tag in tags if _same(heading, tag)), None):
            # Parts of a heading that only the layout parts stand glued together in its text.
            return heading if len(spelt.split()) <= len(heading.split()) else spelt
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
    return {key for key in keys if key} | _ARCHIVE_NAMES


def _linked_names(root: Element, url: str) -> set[str]:
    """Keys of the headings that are a link to the front page: there the site gives its own name."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = set()
    for heading, link in _links_of_headings(root):
        target = urlsplit(urljoin(url, link.get("href") or "none"))
        is_front = (
            (target.hostname or "").removeprefix("www.") == host and target.path in ("", "/") and not target.query
        )
        if is_front and urlsplit(url).path not in ("", "/"):
            names.add(letters(_heading_text(heading)))
    return names - {""}


def _links_of_headings(root: Element) -> Iterator[tuple[Element, Element]]:
    """Each h1 with the links in it, or around it."""
    for heading in root.iter("h1"):
        yield from ((heading, link) for link in (*heading.iter("a"), *heading.iterancestors("a")))


def _trailing_names(root: Element, headings: list[str]) -> set[str]:
    """Keys of short headings that the title element names behind something much longer: the site, not the article."""
    parts = _SEPARATOR.split(_title_element(root) or "")
    behind = {letters(part) for part in parts[1:]}
    most = len(parts[0].split()) / 2
    return {
        letters(heading)
        for heading in headings
        if letters(heading) in behind and len(heading.split()) <= min(most, _NAME_WORDS)
    } - {""}


def _stated_twice(headline: str | None, social: str | None, headings: list[str], names: set[str]) -> str | None:
    """The title that JSON-LD and og:title both give, against every heading; a section set off by a bar is left out."""
    if not headline or not social:
        return None
    first, second = _without_site(headline, names), _without_site(social, names)
    section, bar, rest = second.partition(" | ")
    if bar and len(section.split()) <= _SECTION_WORDS and _same(first, rest):
        return first
    is_heading = any(_same(heading, first) for heading in headings)
    return first if headings and _same(first, second) and letters(first) and not is_heading else None


def _headings(root: Element) -> list[str]:
    """Texts of the h1 elements a visitor can see, in order; without any, of what is marked or named as the headline."""
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
    if not any(found):
        found = _first_parts(root)
    return [text for text in dict.fromkeys(found) if 1 < len(text) <= MAX_TITLE_CHARS]


def _first_parts(root: Element) -> list[str]:
    """Lesser headings that are what the title element says before a separator."""
    title = (_title_element(root) or "")[:MAX_TITLE_CHARS]
    parts = {letters(title[: cut.start()]) for cut in _SEPARATOR.finditer(title)}
    headings = [fold(" ".join(element.itertext())) for element in root.iter("h2", "h3", "h4")] if parts else []
    return [text for text in headings if len(text) > _TITLE_LEAST and letters(text) in parts]


def _heading_text(element: Element) -> str:
    """The text of a heading; its block-like parts (a kicker, a subtitle) are kept apart by a space."""
    return _SPACE_BEFORE_COLON.sub(":", fold("".join(_pieces(element))))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if isinstance(part.tag, str) and part.tag not in ("script", "style", "svg"):
            if part.tag in _PARTS:
                yield " "
            yield from _pieces(part)
        yield part.tail or ""


def _title_element(root: Element) -> str | None:
    """The title of the document, not of a picture; it lies below body where a page begins with other text than its head."""
    for element in root.iter("title"):
        if next(element.iterancestors("svg"), None) is None:
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
