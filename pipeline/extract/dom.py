"""Parses HTML within bounds and cuts a tree into blocks: the smallest pieces of text that stand on their own lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree, html

from pipeline.extract.text import LINE_BREAK, fold_lines

Element = Any  # lxml ships no types

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# Elements whose text no reader sees as prose.
SKIPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "video",
        "audio",
        "map",
        "area",
        "head",
        "select",
        "button",
        "input",
        "textarea",
        "datalist",
        "link",
        "meta",
        "base",
        "source",
        "track",
        "param",
        "frame",
        "frameset",
        "applet",
    ]
)
_EMPHASIS_TAGS = frozenset(("b", "strong", "i", "em", "small"))
_SWALLOWING_TAGS = frozenset(
    ("noscript", "svg", "math", "template", "object", "video", "audio", "map", "button", "select")
)
_SWALLOWED_PARAGRAPHS = 3
_FIRST_MARKER = 0x20000  # CJK unified ideographs, extension B
_MARKERS = 42_000
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKER = re.compile("[\U00020000-\U0002a6df]")
_MARKER_BYTES = re.compile(b"\xf0[\xa0-\xaa]")  # how they begin in UTF-8; found much sooner than in a string
_MARKER_REFERENCE = re.compile(r"&#(?:[xX]0*2[0-9a-fA-F]{4}|0*1[3-7][0-9]{4})(?![0-9a-fA-F])")
_UNSEEN_NAMES = (
    "tooltiptext", "tooltip-text", "tooltip-content", "tooltip__content", "popover-content", "popup-content",
    "hovercard-content", "rollover-block", "visually-hidden", "visuallyhidden", "sr-only", "screen-reader",
)  # fmt: skip
_NAME_CHARS = 2000  # of a class that are looked at
_MAY_BE_UNSEEN = ("span", "a", "small", "sup", "em", "i", "b")
_PARSER_OPTIONS = {"encoding": "utf-8", "remove_comments": True, "remove_pis": True, "collect_ids": False}


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph-like piece of a page. `owner` is the element that directly holds it."""

    text: str
    owner: Element
    link_chars: int  # characters inside links
    emphasis_chars: int  # characters inside b, strong, i, em, small
    index: int
    prose: bool | None = None  # kept by outline.is_prose once it has been asked

    @property
    def tag(self) -> str:
        return str(self.owner.tag)

    @property
    def link_share(self) -> float:
        return self.link_chars / max(1, len(self.text))


def parse(source: str) -> Element | None:
    """The lxml tree of `source`, or None where nothing can be parsed.

    libxml2's own limits on depth and attribute length stay on: a page beyond them gives a tree that ends early.
    """
    source = source.replace("\x00", "")
    if not source or source.isspace():
        return None
    data = source.encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _parser() -> etree.HTMLParser:
    """A parser of lxml.html elements that are all of one class.

    lxml.html's own parser asks a function in Python for the class of each element, which took an eighth of extraction.
    """
    parser = etree.HTMLParser(**_PARSER_OPTIONS)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


def segment(root: Element, *, mark: bool = False) -> list[Block]:
    """The blocks below `root` in document order; two line breaks in a row part blocks like a paragraph does.

    With `mark`, the character `marker(index)` is written into the tree before and after the text of each block, so that
    what another program extracts from the tree can be led back to blocks (`marked`).
    """
    blocks: list[Block] = []
    for owner, pieces in _runs(root):
        for part in _paragraphs(pieces):
            block = _block(owner, part, len(blocks))
            if block is None:
                continue
            blocks.append(block)
            if mark and block.index < _MARKERS:
                _write_marker(part, marker(block.index))
    return blocks


def drop(element: Element) -> None:
    """Take `element` out of its tree and leave its tail."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = _NOT_XML.sub("", (previous.tail or "") + tail)
        else:
            parent.text = _NOT_XML.sub("", (parent.text or "") + tail)
    parent.remove(element)


def drop_unseen(root: Element) -> list[str]:
    """Take out of `root` what opens over a line of text or is there for a screen reader alone; the texts that went.

    Signs stay: a colon that only a screen reader says stands between two words that would run into each other.
    """
    dropped = []
    for element in [one for one in root.iter(*_MAY_BE_UNSEEN) if _names_unseen((one.get("class") or "")[:_NAME_CHARS])]:
        text = " ".join("".join(element.itertext()).split())
        if any(map(str.isalnum, text)) and element.getparent() is not None:
            drop(element)
            dropped.append(text)
    return dropped


@lru_cache(maxsize=20_000)
def _names_unseen(classes: str) -> bool:
    return any(name in classes for name in _UNSEEN_NAMES)


def marker(index: int) -> str:
    """The character that stands for block `index`: a rare ideograph, because programs drop private-use characters."""
    return chr(_FIRST_MARKER + index)


def marked(text: str) -> list[int]:
    """The indices of the blocks whose markers stand in `text`, in order, each once."""
    return list(dict.fromkeys(ord(found) - _FIRST_MARKER for found in _MARKER.findall(text)))


def unmarked(text: str) -> str:
    """`text` without markers."""
    return _MARKER.sub("", text)


def holds_markers(source: str) -> bool:
    """Whether a page uses the ideographs that serve as markers (rare names in classical Chinese)."""
    has_them = not source.isascii() and _MARKER_BYTES.search(source.encode("utf-8", "replace")) is not None
    return has_them or _MARKER_REFERENCE.search(source) is not None


@dataclass(slots=True)
class _Piece:
    """A string of inline text and where in the tree it stands."""

    text: str
    element: Element
    is_tail: bool
    in_link: bool
    is_emphasis: bool


def _runs(root: Element) -> Iterator[tuple[Element, list[_Piece]]]:
    """Runs of inline text, each with the block element that holds it; none begins with white space alone."""
    owners: list[Element] = [root]
    pieces: list[_Piece] = []
    link_depth = emphasis_depth = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or (tag in SKIPPED_TAGS and not _swallowed_page(element)):
                walker.skip_subtree()
                continue
            if tag in BLOCK_TAGS:
                if pieces:
                    yield owners[-1], pieces
                    pieces = []
                owners.append(element)
            elif tag == "a":
                link_depth += 1
            elif tag in _EMPHASIS_TAGS:
                emphasis_depth += 1
            elif tag == "br" and pieces:
                pieces.append(_Piece(LINE_BREAK, element, False, False, False))
            text = element.text
            if text and (pieces or not text.isspace()):
                pieces.append(_Piece(text, element, False, link_depth > 0, emphasis_depth > 0))
            continue
        if tag in BLOCK_TAGS:
            if pieces:
                yield owners[-1], pieces
                pieces = []
            owners.pop()
        elif tag == "a":
            link_depth -= 1
        elif tag in _EMPHASIS_TAGS:
            emphasis_depth -= 1
        tail = element.tail
        if tail and (pieces or not tail.isspace()) and element is not root:
            pieces.append(_Piece(tail, element, True, link_depth > 0, emphasis_depth > 0))
    if pieces:
        yield root, pieces


def _swallowed_page(element: Element) -> bool:
    """Whether an element that should hold no prose was never closed, so that the parser put the page into it."""
    return element.tag in _SWALLOWING_TAGS and len(element.findall(".//p")) >= _SWALLOWED_PARAGRAPHS


def _paragraphs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Parts of a run between empty lines (two or more line breaks with nothing but white space between)."""
    if len(pieces) < 3:
        yield pieces
        return
    part: list[_Piece] = []
    breaks = 0
    for piece in pieces:
        if piece.text is LINE_BREAK:
            breaks += 1
        elif not piece.text.isspace():
            if breaks > 1 and part:
                yield part
                part = []
            breaks = 0
        part.append(piece)
    yield part


def _block(owner: Element, part: list[_Piece], index: int) -> Block | None:
    text = fold_lines("".join([piece.text for piece in part]))
    if not text:
        return None
    link_chars = emphasis_chars = 0
    for piece in part:
        if piece.in_link or piece.is_emphasis:
            length = len(" ".join(piece.text.split()))
            link_chars += length * piece.in_link
            emphasis_chars += length * piece.is_emphasis
    return Block(text, owner, min(len(text), link_chars), min(len(text), emphasis_chars), index)


def _write_marker(part: list[_Piece], mark: str) -> None:
    """Put `mark` before the first and after the last visible text of `part`, in the tree itself."""
    visible = [piece for piece in part if piece.text is not LINE_BREAK and not piece.text.isspace()]
    if not visible:
        return
    first, last = visible[0], visible[-1]
    first.text = mark + first.text.lstrip() if not first.text[0].isspace() else " " + mark + first.text.lstrip()
    if last is first or len(visible) > 1:
        stripped = last.text.rstrip()
        last.text = stripped + mark + last.text[len(stripped) :]
    for piece in (first,) if last is first else (first, last):
        if piece.is_tail:
            piece.element.tail = _NOT_XML.sub("", piece.text)
        else:
            piece.element.text = _NOT_XML.sub("", piece.text)
