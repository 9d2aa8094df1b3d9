"""A page as a list of blocks with the elements that hold them: which blocks an element spans, how much prose it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.extract.dom import Block, Element, segment

PROSE_CHARS = 80  # a block this long with few links reads as prose
PROSE_LINK_SHARE = 0.5
UNTOUCHABLE = frozenset(("html", "body", "main", "h1"))  # tags of what is never furniture as a whole
_LITTLE_PROSE = 1500  # characters; where there is less outside, all text counts
_START_SHARE = 0.3  # what follows an article begins after at least this share of what stands outside it
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\ud7ff]")


@dataclass(slots=True)
class Outline:
    """The blocks of a tree, and for each element that holds text the half-open range of its blocks."""

    root: Element
    blocks: list[Block]
    is_marked: bool = True
    spans: dict[Element, tuple[int, int]] = field(default_factory=dict)
    _prose: list[int] = field(default_factory=list)
    _chars: list[int] = field(default_factory=list)

    def span(self, element: Element) -> tuple[int, int]:
        """The range of blocks below `element`; empty for an element without text."""
        return self.spans.get(element, (0, 0))

    def prose(self, first: int, end: int) -> int:
        """Characters of prose in a range of blocks."""
        return self._prose[end] - self._prose[first]

    def chars(self, first: int, end: int) -> int:
        """Characters in a range of blocks."""
        return self._chars[end] - self._chars[first]

    @property
    def total_prose(self) -> int:
        return self._prose[-1]


def is_prose(block: Block) -> bool:
    """Whether a block reads as running text: long enough (fewer characters in scripts without spaces) and few links."""
    if block.prose is None:
        length = len(block.text)
        is_long = length >= PROSE_CHARS or (length >= PROSE_CHARS // 3 and wide_share(block.text) > 0.5)
        block.prose = is_long and block.link_share < PROSE_LINK_SHARE
    return block.prose


def wide_share(text: str) -> float:
    """The share of characters of scripts that write without spaces or in syllables (Chinese, Japanese, Korean, Thai)."""
    return 0.0 if text.isascii() else len(_WIDE.findall(text)) / len(text)


def outline(root: Element, *, mark: bool = True) -> Outline:
    """Cut `root` into blocks and note the range of each element that holds any."""
    blocks = segment(root, mark=mark)
    spans: dict[Element, tuple[int, int]] = {}
    for block in blocks:
        element = block.owner
        while element is not None:
            known = spans.get(element)
            if known is not None and known[1] == block.index + 1:
                break
            spans[element] = (known[0] if known else block.index, block.index + 1)
            if element is root:
                break
            element = element.getparent()
    prose = [0, *accumulate(len(block.text) if is_prose(block) else 0 for block in blocks)]
    chars = [0, *accumulate(len(block.text) for block in blocks)]
    return Outline(root, blocks, mark, spans, prose, chars)


def after_article(page: Outline, first: int, end: int) -> bool:
    """Whether a fair share of what stands outside a range stands before it."""
    outside = page.total_prose - page.prose(first, end)
    if outside >= _LITTLE_PROSE:
        return page.prose(0, first) >= _START_SHARE * outside
    total = page.chars(0, len(page.blocks)) - page.chars(first, end)
    return page.chars(0, first) >= _START_SHARE * total > 0
