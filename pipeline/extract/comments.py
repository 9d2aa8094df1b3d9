"""Finds comment sections that do not say what they are: repeated items, remarks in a row, headings, the field to write in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise, takewhile

from pipeline.extract.comment_forms import FORM_CONCEPTS, fields, form_frame, holds_no_article
from pipeline.extract.dom import Block, Element
from pipeline.extract.lexicon import concepts, covered, has
from pipeline.extract.outline import UNTOUCHABLE, Outline, after_article, is_prose
from pipeline.extract.remarks import (
    LABEL_CHARS,
    MAX_SHARE,
    around_name,
    opens_with_name,
    read_as_remarks,
    share_way_to_reply,
)

_START_PROSE = 600  # items that repeat begin after so many characters of prose below the heading, or late on the page
_PROSE_AROUND = 200  # characters; a frame adds no more to a list of comments
_SPEAKER_CHARS = 100  # of a line that tells who speaks
_REMARK_BLOCKS = 8  # of one remark without a box
_MAX_ITEM_BLOCKS = 400
_CLOCK_OR_DAY = re.compile(r"\d[:.]\d")
_STANDS_OUT = 0.3  # of the characters of a line
_SAID_BY_READERS = frozenset(("comment", "discussion"))
_BESIDE_THEM = frozenset(("leave", "reader", "share", "you"))
_BOXES = frozenset(("div", "section", "ul", "ol", "dl", "table", "blockquote", "details"))
_SPEAKING = ("button", "textarea", "input", "form", "cite", "blockquote", "dt", "time", "img", "span")
_MEMBERS = frozenset(("li", "td", "dd"))  # of a list: no heading unless they stand out
_LEAF_TAGS = frozenset(("p", "td", "h2", "h3"))
_HEADINGS_OF_ARTICLES = frozenset(("h1", "h2", "h3", "h4"))
_SUBHEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Found:
    """Elements in a row that are furniture by `rule`."""

    elements: tuple[Element, ...]
    rule: str


def comment_sections(page: Outline) -> Iterator[Found]:
    """Comment lists and forms, wherever they stand after most of the article; frames may overlap."""
    heading = next((block.index for block in page.blocks if block.tag == "h1"), len(page.blocks))
    for element, (first, end) in list(page.spans.items()):
        begins_late = first > heading and page.prose(heading, first) >= _START_PROSE
        if end - first < 4 or not (begins_late or after_article(page, first, end)):
            continue
        if items := _repeated_items(page, element):
            framed = _with_frame(page, element, items)
            yield Found((*_heading_of(page, framed[0]), *framed), "comments")
    for field in fields(page):
        frame = form_frame(page, field)
        if frame is not None:
            yield Found((frame,), "comment_form")
    for elements in _remarks_in_a_row(page):
        yield Found(elements, "comments")
    for block in page.blocks:
        if len(block.text) <= LABEL_CHARS and _announces_comments(block.text):
            yield from _announced(page, block)


# -- items that repeat -------------------------------------------------------------------------------------------------


def _repeated_items(page: Outline, element: Element) -> list[Element]:
    """Children of `element` that are comments: of one make, alike in what stands around what they say."""
    makes: dict[tuple[str, str | None], list[Element]] = defaultdict(list)
    for child in element:
        if child in page.spans and child.tag not in _LEAF_TAGS and _is_of_lines(page, child):
            makes[child.tag, child.get("class")].append(child)
    items = max(makes.values(), key=len, default=[])
    if len(items) < 2:
        return []
    pieces: list[list[str]] = []
    known = set(items)
    for item in items:
        first, end = page.spans[item]
        if end - first > _MAX_ITEM_BLOCKS or next(item.iter(*_HEADINGS_OF_ARTICLES), None) is not None:
            return []
        pieces.append([line for block in page.blocks[first:end] for line in block.text.split("\n")])
        beside = item.getnext()
        if len(pieces[-1]) == 2 and beside is not None and beside not in known:  # who and when alone
            pieces[-1][1:1] = [block.text for block in page.blocks[slice(*page.span(beside))]]
    return items if share_way_to_reply(pieces) or read_as_remarks(page, items, pieces) else []


def _is_of_lines(page: Outline, element: Element) -> bool:
    first, end = page.spans[element]
    return end - first > 1 or "\n" in page.blocks[first].text


def _with_frame(page: Outline, element: Element, items: list[Element]) -> list[Element]:
    """The items with what frames them: the largest element around that adds little prose, else their later siblings."""
    first, end = page.spans[element]
    frame = element
    parent = element.getparent()
    while parent is not None and parent.tag not in UNTOUCHABLE and parent in page.spans:
        begin, stop = page.spans[parent]
        if page.prose(begin, first) + page.prose(end, stop) > _PROSE_AROUND:
            break
        if any(block.tag == "h1" for block in page.blocks[begin:stop]):
            break
        if any(is_prose(block) and not concepts(block.text) & FORM_CONCEPTS for block in page.blocks[begin:first]):
            break
        frame, parent = parent, parent.getparent()
    if frame is element and _lead_prose(page, element, items[0]):
        return [items[0], *(sibling for sibling in items[0].itersiblings() if sibling in page.spans)]
    return [frame]


def _heading_of(page: Outline, element: Element) -> Iterator[Element]:
    """The short line before a list of comments that is a heading or says so, if it stands outside the list's frame."""
    before = page.spans[element][0] - 1
    if before >= 0 and page.spans.get(page.blocks[before].owner) == (before, before + 1):
        block = page.blocks[before]
        is_heading = block.tag in _SUBHEADINGS or block.emphasis_chars == len(block.text)
        if (
            len(block.text) <= LABEL_CHARS
            and block.tag not in UNTOUCHABLE
            and (is_heading or has(block.text, "comment"))
        ):
            yield block.owner


def _lead_prose(page: Outline, element: Element, item: Element) -> bool:
    """Whether `element` holds prose before `item`, so that it is more than a list of comments."""
    return page.prose(page.spans[element][0], page.spans[item][0]) > 0


# -- remarks without a box ---------------------------------------------------------------------------------------------


def _remarks_in_a_row(page: Outline) -> Iterator[tuple[Element, ...]]:
    """Elements from the first line that tells who speaks ("NAME says:", "NAME wrote on 3 May, 10:12") to the last remark.

    Such lines are alike but for the name, which stands out from them, and for numbers; what lies between them is short.
    """
    lines: dict[tuple[Element, str], list[Element]] = defaultdict(list)
    for block in page.blocks:
        text = block.text
        if len(text) > _SPEAKER_CHARS or not (text[-1] == ":" or _CLOCK_OR_DAY.search(text)):
            continue
        is_term = block.tag == "dt" and text[-1] != ":"
        if is_term or 0 < block.emphasis_chars + block.link_chars < len(text):
            is_whole = page.spans[block.owner] == (block.index, block.index + 1)
            frame = "dt" if is_term else around_name(block.owner) if is_whole else ""
            if frame and is_whole:
                lines[block.owner.getparent(), frame].append(block.owner)
    for (parent, _), speakers in lines.items():
        starts = [page.spans[speaker][0] for speaker in speakers]
        gaps = [later - earlier for earlier, later in pairwise(starts)]
        if not gaps or not min(gaps) >= 2 or max(gaps) > _REMARK_BLOCKS:
            continue
        first, end = starts[0], min(starts[-1] + min(gaps), page.spans[parent][1])
        if after_article(page, first, end) and page.prose(first, end) <= MAX_SHARE * page.total_prose:
            yield tuple(_row(page, speakers[0], end))


def _row(page: Outline, element: Element, end: int) -> Iterator[Element]:
    """`element` and its siblings that end before the block `end`."""
    row = takewhile(lambda one: page.span(one)[1] <= end, chain((element,), element.itersiblings()))
    return (one for one in row if one in page.spans)


# -- a heading that says so --------------------------------------------------------------------------------------------


def _announces_comments(text: str) -> bool:
    """Whether a short line says little but that readers speak here."""
    return bool(concepts(text) & _SAID_BY_READERS) and covered(text, *_SAID_BY_READERS, *_BESIDE_THEM) >= 0.5


def _announced(page: Outline, block: Block) -> Iterator[Found]:
    """The largest element that opens with a heading of comments and holds no article; else the list or box that follows it."""
    stands_out = block.emphasis_chars >= _STANDS_OUT * len(block.text) or block.owner.get("colspan") is not None
    if block.tag in _MEMBERS and not stands_out:
        return
    rule = "comment_form" if has(block.text, "leave") else "comments"
    frame = _frame_below(page, block)
    if frame is None:
        elements = _following(page, block)
    else:
        elements = (frame,) if has(block.text, "comment") or _shows_speakers(page, frame, block) else ()
    if elements:
        yield Found(elements, rule)


def _frame_below(page: Outline, block: Block) -> Element | None:
    """The largest element that opens with a heading of comments, holds more than it and no article."""
    frame = None
    for element in (block.owner, *block.owner.iterancestors()):
        span = page.spans.get(element)
        if span is None or span[0] != block.index or element.tag in UNTOUCHABLE:
            break
        if span[1] > span[0] + 1:
            if not after_article(page, *span) or not holds_no_article(page, element, span):
                break
            frame = element
    return frame


def _following(page: Outline, block: Block) -> tuple[Element, ...]:
    """A heading of comments with the named paragraphs, the list or the box right after it; nothing if there are none."""
    heading = None
    for element in (block.owner, *block.owner.iterancestors()):
        if page.spans.get(element) != (block.index, block.index + 1) or element.tag in UNTOUCHABLE:
            break
        heading = element
    after = heading.getnext() if heading is not None else None
    if after is None:
        return ()
    span = page.span(after)
    if after.tag == "p" and (named := _named_paragraphs(page, after)) and after_article(page, *span):
        return (heading, *named)
    if span[0] != block.index + 1 or after.tag not in _BOXES:
        return ()
    is_sure = after.tag == "dl" or has(block.text, "comment") or _are_of_two_lines(page, after)
    is_all_theirs = is_sure and after_article(page, *span) and holds_no_article(page, after, span)
    return (heading, after) if is_all_theirs else ()


def _shows_speakers(page: Outline, frame: Element, heading: Block) -> bool:
    """Whether something below a heading stands out as names do, can be pressed, opens with a name or speaks of moderators."""
    first, end = page.spans[frame]
    blocks = page.blocks[first + 1 : end]
    if any(block.emphasis_chars or block.link_chars or opens_with_name(block.text) for block in blocks):
        return True
    if any(has(block.text, "moderate") for block in blocks):
        return True
    return any(element is not heading.owner for element in frame.iter(*_SPEAKING))


def _named_paragraphs(page: Outline, element: Element) -> list[Element]:
    """Paragraphs in a row, from `element` on, that each open with a name and a colon; none if there is only one."""
    row = takewhile(
        lambda one: one.tag == "p" and _opens_with_name(page, one), chain((element,), element.itersiblings())
    )
    found = list(islice(row, _MAX_ITEM_BLOCKS))
    return found if len(found) > 1 else []


def _opens_with_name(page: Outline, element: Element) -> bool:
    first, end = page.span(element)
    return end == first + 1 and opens_with_name(page.blocks[first].text)


def _are_of_two_lines(page: Outline, element: Element) -> bool:
    """Whether all that `element` holds has more than one line, as what somebody said has beside a name."""
    return all(_is_of_lines(page, child) for child in element if child in page.spans)
