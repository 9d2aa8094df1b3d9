"""Makes an archived page safe to look at: nothing of it runs, and no request leaves; pure functions on its bytes."""

from __future__ import annotations

import re
from typing import Final

import lxml.etree
import lxml.html

# The browser's part: even what the cleaning missed may not run, load, send, refresh or lead away.
PAGE_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_DROPPED = frozenset(
    [
        *("script", "noscript", "iframe", "frame", "frameset", "fencedframe", "portal", "object", "embed", "applet"),
        *("link", "meta", "base", "audio", "video", "source", "track", "template"),
    ]
)
_ADDRESSES = frozenset(
    [
        *("href", "src", "srcset", "imagesrcset", "lowsrc", "dynsrc", "poster", "background", "data", "action"),
        *("formaction", "ping", "cite", "longdesc", "manifest", "codebase", "archive", "target", "usemap"),
        *("attributionsrc", "srcdoc", "http-equiv", "autofocus"),
    ]
)
_CSS_LOAD = re.compile(r"@import[^;]*;?|(?:url|image-set|image|src)\s*\([^)]*\)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MARK_STYLE = "background:#ffe28a;color:#1d1d1f;outline:2px solid #e0a800;scroll-margin:30vh"


def safe_page(body: bytes, content_type: str | None, sentence: str | None = None) -> str:
    """The page without anything that runs or loads; links show where they led. `sentence` is marked where it stands."""
    document = _parsed(body, content_type)
    if document is None:
        return "<!doctype html><meta charset=utf-8><title>Archived page</title><p>The page is empty or no HTML."
    others: list[lxml.etree._Element] = []  # comments, instructions, elements that run or load
    for element in document.iter():
        if not isinstance(element.tag, str):
            others.append(element)
            continue
        if element.tag.rpartition("}")[2].rpartition(":")[2].lower() in _DROPPED:
            others.append(element)
        else:
            _neutralise(element)
    for element in others:
        if element.getparent() is not None:
            _drop(element)
    if sentence:
        _mark(document, sentence)
    html = lxml.html.tostring(document, encoding="unicode", method="html")
    return f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">{html}'


def _drop(element: lxml.etree._Element) -> None:
    """Remove an element with all that it holds; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _parsed(body: bytes, content_type: str | None) -> lxml.html.HtmlElement | None:
    charset = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    named = charset.group(1) if charset else _declared(body)
    for encoding in (named, "utf-8", "windows-1252"):
        if encoding is None:
            continue
        try:
            text = body.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
        break
    else:
        text = body.decode("utf-8", "replace")
    # A declaration inside the text would contradict the decoding done above.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    if not text.strip():
        return None
    try:
        return lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(encoding=None, huge_tree=False))
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None


def _declared(body: bytes) -> str | None:
    found = re.search(rb"<meta[^>]+charset=[\"']?([\w.:-]+)", body[:4096], re.IGNORECASE)
    return found.group(1).decode("ascii", "replace") if found else None


def _neutralise(element: lxml.html.HtmlElement) -> None:
    """Take every address and handler from an element; a link keeps its address as a tooltip."""
    for name in list(element.attrib):
        plain = name.rpartition("}")[2].rpartition(":")[2].lower()
        if plain.startswith("on") or plain in _ADDRESSES:
            value = element.attrib.pop(name)
            if plain == "href" and element.tag == "a" and not value.strip().lower().startswith("javascript:"):
                element.set("title", value.strip()[:500])
        elif plain == "style":
            element.set(name, _CSS_LOAD.sub("none", element.attrib[name]))
    if element.tag == "style" and element.text:
        element.text = _CSS_LOAD.sub("none", element.text)


def _mark(document: lxml.html.HtmlElement, sentence: str) -> None:
    """Mark the last run of texts that reads as the sentence, spaces apart: teasers and headings repeat it before."""
    wanted = _SPACE.sub("", sentence)
    body = document.find("body")
    if body is None or not wanted:
        return
    holders: list[tuple[lxml.html.HtmlElement, str]] = []
    places: list[tuple[int, int]] = []  # of each character that is no space: its text and its place in it
    letters: list[str] = []
    for event, element in lxml.etree.iterwalk(body, events=("start", "end")):
        place = "text" if event == "start" else "tail"
        if (place == "tail" and element is body) or (place == "text" and element.tag == "style"):
            continue
        for at, letter in enumerate(getattr(element, place) or ""):
            if not letter.isspace():
                places.append((len(holders), at))
                letters.append(letter)
        holders.append((element, place))
    start = "".join(letters).rfind(wanted)
    if start < 0:
        return
    ranges: dict[int, tuple[int, int]] = {}
    for holder, at in places[start : start + len(wanted)]:
        ranges[holder] = (ranges.get(holder, (at, at))[0], at + 1)
    # From the last to the first, so that what is still to be wrapped stays where it was.
    for number, (holder, (first, end)) in reversed(list(enumerate(ranges.items()))):
        _wrap(*holders[holder], first, end, "sentence" if number == 0 else None)


def _wrap(element: lxml.html.HtmlElement, place: str, start: int, end: int, identity: str | None) -> None:
    text = getattr(element, place)
    mark = lxml.html.Element("mark", style=_MARK_STYLE)
    if identity:
        mark.set("id", identity)
    mark.text, mark.tail = text[start:end], text[end:]
    setattr(element, place, text[:start])
    if place == "text":
        element.insert(0, mark)
    else:
        parent = element.getparent()
        parent.insert(parent.index(element) + 1, mark)
