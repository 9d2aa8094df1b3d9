"""Finds comment sections that do not say what they are: by items that repeat their labels, and by the field to write in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.dom import Element
from pipeline.extract.lexicon import concepts, covered, has
from pipeline.extract.outline import Outline, is_prose

UNTOUCHABLE = frozenset(("html", "body", "main", "h1"))
_LITTLE_PROSE = 1500  # characters; where there is less outside, all text counts
_START_SHARE = 0.3  # comments begin after at least this share of what stands outside them
_MAX_SHARE = 0.4  # a frame without repeated labels holds no more of the page's prose than this
_LABEL_CHARS = 60
_REMARK_PROSE = 8  # paragraphs of one remark
_MAX_ITEM_BLOCKS = 400
_MAX_DEPTH = 5
_DIGITS = re.compile(r"\d+")
_FORM_CONCEPTS = frozenset(("comment", "leave", "email", "publish", "required", "field", "cookie", "subscribe"))
_LEAF_TAGS = frozenset(("p", "td", "h2", "h3"))
_HEADINGS = frozenset(("h1", "h2", "h3"))
_WRITABLE = frozenset(("textarea", "input", "button", "form"))


@dataclass(frozen=True, slots=True)
class Found:
    """Elements in a row that are furniture by `rule`."""

    elements: tuple[Element, ...]
    rule: str


def comment_sections(page: Outline) -> Iterator[Found]:
    """Comment lists and forms, wherever they stand after most of the article; frames may overlap."""
    for element, (first, end) in list(page.spans.items()):
        if end - first < 4 or not after_article(page, first, end):
            continue
        if items := _repeated_items(page, element):
            framed = _with_frame(page, element, items)
            yield Found((*_heading_of(page, framed[0]), *framed), "comments")
    for field in _fields(page):
        frame = _form_frame(page, field)
        if frame is not None:
            yield Found((frame,), "comment_form")


def after_article(page: Outline, first: int, end: int) -> bool:
    """Whether a fair share of what stands outside a range stands before it."""
    outside = page.total_prose - page.prose(first, end)
    if outside >= _LITTLE_PROSE:
        return page.prose(0, first) >= _START_SHARE * outside
    total = page.chars(0, len(page.blocks)) - page.chars(first, end)
    return page.chars(0, first) >= _START_SHARE * total > 0


# -- items that repeat -------------------------------------------------------------------------------------------------


def _repeated_items(page: Outline, element: Element) -> list[Element]:
    """Children of `element` that are comments: of one make, with common labels of which one is a way to reply."""
    makes: dict[tuple[str, str | None], list[Element]] = defaultdict(list)
    for child in element:
        if child in page.spans and child.tag not in _LEAF_TAGS:
            makes[child.tag, child.get("class")].append(child)
    items = max(makes.values(), key=len, default=[])
    if len(items) < 2:
        return []
    labels: Counter[str] = Counter()
    for item in items:
        first, end = page.spans[item]
        if not 2 <= end - first <= _MAX_ITEM_BLOCKS or next(item.iter(*_HEADINGS, "h4"), None) is not None:
            return []
        lines = (line for block in page.blocks[first:end] for line in block.text.split("\n"))
        labels.update({_DIGITS.sub("0", line.casefold()) for line in lines if len(line) <= _LABEL_CHARS})
    shared = [label for label, count in labels.items() if count >= max(2, 0.8 * len(items))]
    return items if any(len(label) < _LABEL_CHARS / 2 and has(label, "comment") for label in shared) else []


def _with_frame(page: Outline, element: Element, items: list[Element]) -> list[Element]:
    """The items with what frames them: the largest element around that adds little prose, else their later siblings."""
    first, end = page.spans[element]
    frame = element
    parent = element.getparent()
    while parent is not None and parent.tag not in UNTOUCHABLE and parent in page.spans:
        begin, stop = page.spans[parent]
        added = page.prose(begin, first) + page.prose(end, stop)
        if added > 200 or any(block.tag == "h1" for block in page.blocks[begin:stop]):
            break
        frame, parent = parent, parent.getparent()
    if frame is element and _lead_prose(page, element, items[0]):
        return [items[0], *(sibling for sibling in items[0].itersiblings() if sibling in page.spans)]
    return [frame]


def _heading_of(page: Outline, element: Element) -> Iterator[Element]:
    """The short line before a list of comments that says so, if it stands outside the list's frame."""
    before = page.spans[element][0] - 1
    if before >= 0 and page.spans.get(page.blocks[before].owner) == (before, before + 1):
        block = page.blocks[before]
        if len(block.text) <= _LABEL_CHARS and block.tag not in UNTOUCHABLE and has(block.text, "comment"):
            yield block.owner


def _lead_prose(page: Outline, element: Element, item: Element) -> bool:
    """Whether `element` holds prose before `item`, so that it is more than a list of comments."""
    return page.prose(page.spans[element][0], page.spans[item][0]) > 0


# -- the field to write in ---------------------------------------------------------------------------------------------


def _fields(page: Outline) -> Iterator[Element]:
    """Fields for free text, and labels that ask for a comment beside something to write in or press."""
    yield from page.root.iter("textarea")
    for element in page.root.iter("div", "p", "span"):
        if element.get("role") == "textbox" or element.get("contenteditable") in ("", "true"):
            yield element
    for block in page.blocks:
        if len(block.text) <= _LABEL_CHARS and {"comment", "leave"} <= concepts(block.text):
            parent = block.owner.getparent()
            is_label = covered(block.text, "comment", "leave") > 0.5
            if is_label and parent is not None and next(parent.iter(*_WRITABLE), None) is not None:
                yield block.owner


def _form_frame(page: Outline, field: Element) -> Element | None:
    """The largest element around a field that holds no prose but the form's and remarks of readers."""
    frame = None
    for ancestor in (field, *field.iterancestors()):
        if ancestor.tag in UNTOUCHABLE:
            break
        span = page.spans.get(ancestor)
        if span is None or ancestor is field:
            continue
        if not _holds_no_article(page, ancestor, span):
            break
        frame = ancestor
    return frame


def _holds_no_article(page: Outline, element: Element, span: tuple[int, int]) -> bool:
    blocks = page.blocks[span[0] : span[1]]
    if all(not is_prose(block) or _form_words(block.text) for block in blocks):
        return True
    return (
        page.prose(*span) <= _MAX_SHARE * page.total_prose
        and after_article(page, *span)
        and not any(
            block.tag in _HEADINGS and block.index != span[0] and _says_more_than_a_label(block.text)
            for block in blocks
        )
        and all(_is_remark(page, child, 0) for child in element if child in page.spans)
    )


def _says_more_than_a_label(text: str) -> bool:
    """Whether a heading says more than a form's label does."""
    return not (len(text) <= _LABEL_CHARS and concepts(text) & _FORM_CONCEPTS)


def _is_remark(page: Outline, element: Element, depth: int) -> bool:
    """Whether an element is a reader's remark, a list of remarks, or holds no prose at all.

    A remark opens with a short line (who, when) that is no heading; a bare paragraph of prose is none.
    """
    first, end = page.spans[element]
    prose = [block for block in page.blocks[first:end] if is_prose(block) and not _form_words(block.text)]
    if not prose:
        return True
    opening = page.blocks[first]
    is_short = len(opening.text) <= _LABEL_CHARS and not is_prose(opening) and opening.tag not in _HEADINGS
    if end - first >= 2 and is_short and len(prose) <= _REMARK_PROSE:
        return True
    children = [child for child in element if child in page.spans]
    if depth >= _MAX_DEPTH or any(block.owner is element and is_prose(block) for block in page.blocks[first:end]):
        return False
    return bool(children) and all(_is_remark(page, child, depth + 1) for child in children)


def _form_words(text: str) -> bool:
    return len(concepts(text) & _FORM_CONCEPTS) >= 2
