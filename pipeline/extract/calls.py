"""Finds small boxes that want a reader to do something: to press, fill in, follow a link, give a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.extract.dom import Block, Element
from pipeline.extract.lexicon import has
from pipeline.extract.outline import UNTOUCHABLE, Outline, after_article, wide_share
from pipeline.extract.remarks import LABEL_CHARS

# A box that only asks for something says no more; a sign of Chinese, Japanese, Korean or Thai counts as two.
_CALL_CHARS = 420
_PROSE_BESIDE = 150  # characters; more beside a box in what holds it is the article
_ACTION_CHARS = 40  # of the link that such a box ends in
_LITTLE_CHARS = 25  # a box of one line of so few is left to be judged with its neighbours
_ALL_LINK = 0.9
_BOXES = frozenset(("div", "section", "aside", "center", "label", "span"))
_AROUND_TICKS = _BOXES | {"form", "p"}
_AROUND_CONTROLS = _AROUND_TICKS | {"ul", "ol", "li"}
_CONTROLS = ("button", "input", "textarea", "label")
_NOT_SHOWN = frozenset(("hidden", "image"))


def calls(page: Outline) -> Iterator[Element]:
    """Boxes after the article's beginning that call on the reader and are not of the make of its paragraphs."""
    neighbours = _Neighbours(page)
    around = {
        control.getparent(): _AROUND_TICKS if _is_tick(control) else _AROUND_CONTROLS
        for control in page.root.iter(*_CONTROLS)
        if control.get("type") not in _NOT_SHOWN
    }
    for parent, kinds in around.items():
        box = _box_around(page, neighbours, parent, kinds)
        if box is not None and _says_something(page, box):
            yield box
    for block in page.blocks:
        if len(block.text) > LABEL_CHARS:
            continue
        if block.link_share > _ALL_LINK:
            box = _box_around(page, neighbours, block.owner, _BOXES) if _may_end_a_box(page, block) else None
            if box is not None and _leads_to(page, box, block):
                yield box
        elif has(block.text, "rate"):
            box = _box_around(page, neighbours, block.owner, _BOXES)
            if box is not None:
                yield box


def _may_end_a_box(page: Outline, block: Block) -> bool:
    """Whether something that is no link stands before a link."""
    return len(block.text) <= _ACTION_CHARS and block.index > 0 and page.blocks[block.index - 1].link_share < _ALL_LINK


def _is_tick(control: Element) -> bool:
    """Whether a control is for a tick or its label: lists of things to gather or do have them too."""
    return str(control.tag) == "label" or str(control.get("type")) == "checkbox"


def _says_something(page: Outline, box: Element) -> bool:
    """Whether a box says more than a few words and links."""
    first, end = page.spans[box]
    blocks = page.blocks[first:end]
    is_little = len(blocks) == 1 and len(blocks[0].text) <= _LITTLE_CHARS
    return not is_little and any(block.link_share < _ALL_LINK for block in blocks)


def _leads_to(page: Outline, box: Element, action: Block) -> bool:
    """Whether `action` is the last and only link of a box that says something before."""
    first, end = page.spans[box]
    before = page.blocks[first : end - 1]
    return end == action.index + 1 and bool(before) and all(block.link_share < _ALL_LINK for block in before)


def _box_around(page: Outline, neighbours: _Neighbours, element: Element, kinds: frozenset[str]) -> Element | None:
    """The largest box around `element` that says little and is unlike its neighbours."""
    box = None
    ancestor = element
    while ancestor is not None and ancestor.tag not in UNTOUCHABLE:
        span = page.spans.get(ancestor)
        if span is not None:
            if _size(page, span) > _CALL_CHARS:
                break
            if box is not None and page.prose(*span) - page.prose(*page.spans[box]) > _PROSE_BESIDE:
                break
        if ancestor.tag in kinds or "-" in ancestor.tag:
            box = ancestor if span is not None else box
        elif ancestor is not element:
            return None
        ancestor = ancestor.getparent()
    if box is None or not after_article(page, *page.spans[box]) or neighbours.has_alike(box):
        return None
    return box


def _size(page: Outline, span: tuple[int, int]) -> float:
    """Characters in a range of blocks, those of scripts that need fewer of them counted twice."""
    size = page.chars(*span)
    if size > _CALL_CHARS:
        return size
    return size * (1 + wide_share("".join([block.text for block in page.blocks[slice(*span)]])))


class _Neighbours:
    """What stands beside a box; of each parent its children are looked at once."""

    def __init__(self, page: Outline) -> None:
        self._page = page
        self._with_prose: dict[Element, Counter[object]] = {}

    def has_alike(self, box: Element) -> bool:
        """Whether prose stands in other boxes of the same make beside a box, or anywhere beside a paragraph."""
        parent = box.getparent()
        if parent not in self._with_prose:
            with_prose = (child for child in parent if self._page.prose(*self._page.span(child)) > 0)
            self._with_prose[parent] = Counter(make for child in with_prose for make in (_make(child), None))
        make = None if box.tag == "p" else _make(box)
        itself = self._page.prose(*self._page.span(box)) > 0
        return self._with_prose[parent][make] > itself


def _make(box: Element) -> tuple[str, str | None, str | None]:
    return box.tag, box.get("class"), box.get("id")
