"""Finds who wrote an article, its section and the wire agency it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from pipeline.extract.dom import Element
from pipeline.extract.structured import Node, StructuredData, text_of
from pipeline.extract.text import fold, letters

_PREFIX = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|written by|posted by|story by|words by|text by|reported by|author|autor|auteur|autore|автор)\b[\s:.]*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"\s*(?:[|•·]|,\s*(?:reporter|staff|correspondent|editor|senior|special|contributor|political|chief|associated press|reuters|afp|ap|dpa)\b).*$"
    r"|\s+(?:for|of|in|at)\s+[A-Z].*$|\s*\(.*\)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|&|/|、|・)\s*")
_NOT_A_PERSON = re.compile(
    r"https?:|www\.|@|\d{3}|staff|admin|editor(?:ial)?\b|redaktion|rédaction|redacción|redazione|redação|newsroom|news ?desk|team\b|guest|contributor|newspaper|magazine|\.com|agency"
    r"|agentur|agence|online|correspondent$",
    re.IGNORECASE,
)
# Agencies by the names that credit lines use. Short forms need their own spelling to tell AP from a word.
AGENCIES = (
    ("Reuters", r"\bReuters\b|\bREUTERS\b"),
    ("Associated Press", r"\bAssociated Press\b|\bAP\b"),
    ("Agence France-Presse", r"\bAgence France[- ]Presse\b|\bAFP\b"),
    ("Yonhap", r"\bYonhap\b|연합뉴스"),
    ("Kyodo", r"\bKyodo\b|\bKYODO\b|共同"),
    ("Jiji", r"\bJiji\b|\bJIJI\b|時事"),
    ("Xinhua", r"\bXinhua\b|新华社|新華社"),
    ("KCNA", r"\bKCNA\b|조선중앙통신"),
    ("TASS", r"\bTASS\b|\bТАСС\b"),
    ("RIA Novosti", r"\bRIA Novosti\b|\bРИА Новости\b"),
    ("Interfax", r"\bInterfax\b|\bИнтерфакс\b"),
    ("dpa", r"\bdpa\b|\bDPA\b"),
    ("EFE", r"\bEFE\b"),
    ("ANSA", r"\bANSA\b"),
    ("Press Trust of India", r"\bPTI\b|\bPress Trust of India\b"),
    ("ANI", r"\bANI\b"),
    ("IANS", r"\bIANS\b"),
    ("UPI", r"\bUPI\b|\bUnited Press International\b"),
    ("PA Media", r"\bPA Media\b|\bPress Association\b"),
    ("APA", r"\bAPA\b"),
    ("Ukrinform", r"\bUkrinform\b|\bУкрінформ\b"),
    ("Anadolu", r"\bAnadolu\b"),
    ("Central News Agency", r"\bCNA\b|中央社"),
    ("Bloomberg", r"\bBloomberg\b"),
)
_AGENCIES = tuple((name, re.compile(pattern)) for name, pattern in AGENCIES)
_ANY_AGENCY = re.compile("|".join(pattern for _, pattern in AGENCIES))
# A dateline: PLACE, March 4 (Agency) - text; also "(Agency) -- text" and a credit in brackets that stands alone.
_DATELINE = re.compile(r"^[^()\n]{0,60}\(([^()\n]{2,40})\)\s*[-–—:]")
_CREDIT_LINE = re.compile(
    r"^\W*(?:\(|\[|source|quelle|fuente|fonte|via|by|von|с?\s*источник|來源|来源|credit)?\W*(?P<names>[^\n]{2,60}?)\W*$",
    re.IGNORECASE,
)


def find_authors(root: Element, data: StructuredData) -> tuple[str, ...]:
    """Names of persons as JSON-LD, meta tags or a byline give them, in that order of trust; without duplicates."""
    for source in (_json_ld_authors(data), _meta_authors(data), _byline_authors(root)):
        names = tuple(dict.fromkeys(name for raw in source for name in _names(raw)))
        if names:
            return names[:12]
    return ()


def find_section(data: StructuredData, url: str) -> str | None:
    """The section of the outlet, as declared, else the first word of the address's path."""
    for node in data.article_nodes[:2]:
        if section := text_of(node.get("articleSection")):
            return section[:80]
    if declared := data.meta(
        "article:section", "og:article:section", "section", "parsely-section", "cxenseparse:section"
    ):
        return declared[:80]
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if (
        len(parts) > 1
        and re.fullmatch(r"[a-z][a-z-]{2,24}", parts[0])
        and parts[0] not in ("article", "articles", "story", "news", "node", "post", "posts", "wiki")
    ):
        return parts[0].replace("-", " ")
    return None


def find_agency(authors: Iterable[str], lines: Iterable[str], text: str) -> str | None:
    """The wire agency of a credit line, a dateline or the byline; never from the running text."""
    dateline = _DATELINE.match(text)
    candidates = [*authors, *([dateline[1]] if dateline else [])]
    for line in lines:
        match = _CREDIT_LINE.match(line) if len(line) <= 80 else None
        if match:
            candidates.append(match["names"])
    for candidate in filter(_ANY_AGENCY.search, candidates):
        for name, pattern in _AGENCIES:
            found = pattern.search(candidate)
            if found and len(candidate) - len(found[0]) <= 45:
                return name
    return None


def _json_ld_authors(data: StructuredData) -> Iterator[str]:
    for node in data.article_nodes[:2]:
        yield from _author_names(node.get("author"), data.nodes)
        return


def _author_names(value: object, nodes: tuple[Node, ...]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _author_names(item, nodes)
    elif isinstance(value, dict):
        if "Organization" in str(value.get("@type")):
            return
        name = text_of(value.get("name"))
        if name is None and value.get("@id"):
            name = next(
                (text_of(node.get("name")) for node in nodes if node.get("@id") == value["@id"] and node.get("name")),
                None,
            )
        if name:
            yield name
    elif isinstance(value, str):
        yield fold(value)


def _meta_authors(data: StructuredData) -> Iterator[str]:
    for name in (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "cxenseparse:author",
        "citation_author",
    ):
        for value in data.metas.get(name, ()):
            if value and "://" not in value:
                yield value
        if data.meta(name) and "://" not in (data.meta(name) or ""):
            return


_MARK_CHARS = 2000  # longer classes name nobody
_BYLINE_MARK = re.compile(
    r"(?:^|[\s_-])(?:author|byline|by-line|writer|autor|auteur|reporter|fn)(?:[\s_-]?name)?(?:$|[\s_-])", re.IGNORECASE
)


@lru_cache(maxsize=20_000)
def _marks_byline(mark: str) -> bool:
    return _BYLINE_MARK.search(mark) is not None


def _byline_authors(root: Element) -> Iterator[str]:
    for element in root.iter("a", "span", "div", "p", "address"):
        mark = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        if 2 < len(mark) <= _MARK_CHARS and _marks_byline(mark):
            text = fold(" ".join(element.itertext()))
            if 3 < len(text) <= 80:
                yield text
                return


def _names(raw: str) -> Iterator[str]:
    raw = _PREFIX.sub("", fold(raw))
    for part in _SPLIT.split(raw):
        name = _SUFFIX.sub("", part).strip(" .,:-–—|")
        if 2 <= len(name) <= 60 and len(name.split()) <= 5 and letters(name) and not _NOT_A_PERSON.search(name):
            yield name
