"""Finds comment sections that do not say what they are: by items that repeat their labels, and by the field to write in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.dom import Block, Element, unmarked
from pipeline.extract.lexicon import concepts, covered, has
from pipeline.extract.outline import Outline, is_prose, wide_share

UNTOUCHABLE = frozenset(("html", "body", "main", "h1"))
_LITTLE_PROSE = 1500  # characters; where there is less outside, all text counts
_START_SHARE = 0.3  # comments begin after at least this share of what stands outside them
_MAX_SHARE = 0.4  # a frame without repeated labels holds no more of the page's prose than this
_LABEL_CHARS = 60
_SPEAKER_CHARS = 100  # of a line that tells who speaks
_VERB_CHARS = 20  # says:, a écrit :
_REMARK_PROSE = 8  # paragraphs of one remark
_MAX_ITEM_BLOCKS = 400
_MAX_DEPTH = 5
_DIGITS = re.compile(r"\d+")
_CLOCK_OR_DAY = re.compile(r"\d[:.]\d")
_MOST = 0.8  # of the items of a list
_STANDS_OUT = 0.3  # of the characters of a line
_NAME_AND_TIME = re.compile(r"[^\W\d_].*?(0:0\D*|0 ?[^\W\d_][^\d]{0,30})$")
_FORM_CONCEPTS = frozenset(("comment", "leave", "email", "publish", "required", "field", "cookie", "subscribe"))
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔።។။։]['\"”’»)\]]*$")
_SAID_BY_READERS = frozenset(("comment", "discussion"))
_BESIDE_THEM = frozenset(("leave", "reader", "share", "you"))
_BOXES = frozenset(("div", "section", "ul", "ol", "dl", "table", "blockquote", "details"))
_MEMBERS = frozenset(("li", "td", "dd"))  # of a list: no heading unless they stand out
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
    for elements in _remarks_in_a_row(page):
        yield Found(elements, "comments")
    for block in page.blocks:
        if len(block.text) <= _LABEL_CHARS and _announces_comments(block.text):
            yield from _announced(page, block)


def after_article(page: Outline, first: int, end: int) -> bool:
    """Whether a fair share of what stands outside a range stands before it."""
    outside = page.total_prose - page.prose(first, end)
    if outside >= _LITTLE_PROSE:
        return page.prose(0, first) >= _START_SHARE * outside
    total = page.chars(0, len(page.blocks)) - page.chars(first, end)
    return page.chars(0, first) >= _START_SHARE * total > 0


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
    for item in items:
        first, end = page.spans[item]
        if end - first > _MAX_ITEM_BLOCKS or next(item.iter(*_HEADINGS, "h4"), None) is not None:
            return []
        pieces.append([line for block in page.blocks[first:end] for line in block.text.split("\n")])
    return items if _share_way_to_reply(pieces) or _read_as_remarks(page, items, pieces) else []


def _share_way_to_reply(pieces: list[list[str]]) -> bool:
    """Whether a short label that most items have in common names a way to reply."""
    labels: Counter[str] = Counter()
    for lines in pieces:
        labels.update({_folded(line) for line in lines if len(line) <= _LABEL_CHARS})
    shared = [label for label, count in labels.items() if count >= max(2, _MOST * len(pieces))]
    return any(len(label) < _LABEL_CHARS / 2 and has(label, "comment") for label in shared)


def _read_as_remarks(page: Outline, items: list[Element], pieces: list[list[str]]) -> bool:
    """Whether items open with who speaks, and have in common how they end, how they tell the time, or something to press.

    This needs no word of any language, so it asks for more: short openings that differ, something said in sentences, and
    little of the page's prose.
    """
    openings = {lines[0] for lines in pieces}
    if len(openings) < len(items) or items[0].tag == "tr" or any(len(line) > _LABEL_CHARS for line in openings):
        return False
    if sum(any(map(_is_sentence, lines[1:])) for lines in pieces) < len(items) / 2:
        return False
    if sum(page.prose(*page.spans[item]) for item in items) > _MAX_SHARE * page.total_prose:
        return False
    least = max(2, _MOST * len(items))
    last = [(item, page.blocks[page.spans[item][1] - 1]) for item in items]
    ends = Counter(_folded(block.text) for item, block in last if _is_action(block, item))
    if any(count >= least for count in ends.values()):
        return True
    times = Counter(_time_told(lines) for lines in pieces)
    if any(time and count >= least for time, count in times.items()):
        return True
    return (
        sum(next(item.iter("button", "time", "relative-time", "time-ago"), None) is not None for item in items) >= least
    )


def _is_action(block: Block, item: Element) -> bool:
    """Whether the last line of an item is a link, or loose words at its end as buttons are."""
    is_loose = block.owner is item and any(map(str.isalpha, block.text))
    return len(block.text) <= _LABEL_CHARS and (block.link_share > _MOST or is_loose)


def _time_told(lines: list[str]) -> str:
    """What follows the last number of the line that tells who speaks and when, or of the line after it; else nothing."""
    for line in lines[:2]:
        if len(line) <= _LABEL_CHARS and (match := _NAME_AND_TIME.search(_folded(line))):
            return match[1]
    return ""


def _is_sentence(line: str) -> bool:
    """Whether a line ends like a sentence, or is of a script that often leaves the end unmarked."""
    return _SENTENCE_END.search(line) is not None or wide_share(line) > 0.5


def _folded(line: str) -> str:
    """`line` without case, each number as 0."""
    return _DIGITS.sub("0", line.casefold())


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
        if 0 < block.emphasis_chars + block.link_chars < len(text):
            frame = _around_name(block.owner)
            if frame and page.spans[block.owner] == (block.index, block.index + 1):
                lines[block.owner.getparent(), frame].append(block.owner)
    for (parent, _), speakers in lines.items():
        starts = [page.spans[speaker][0] for speaker in speakers]
        gaps = [later - earlier for earlier, later in pairwise(starts)]
        if not gaps or not min(gaps) >= 2 or max(gaps) > _REMARK_PROSE:
            continue
        first, end = starts[0], min(starts[-1] + min(gaps), page.spans[parent][1])
        if after_article(page, first, end) and page.prose(first, end) <= _MAX_SHARE * page.total_prose:
            yield tuple(child for child in parent if first <= page.span(child)[0] < page.span(child)[1] <= end)


def _around_name(owner: Element) -> str:
    """What a line says around its first bold, slanted or linked name, numbers as 0; nothing if it tells of no speech."""
    name = next(owner.iter("b", "strong", "em", "i", "cite", "a"), None)
    if name is None or not name.text or not name.text.strip():
        return ""
    whole = _folded(unmarked("".join(owner.itertext()))).strip()
    name_text = _folded(unmarked(name.text)).strip()
    rest = " ".join(whole.replace(name_text, "", 1).split())
    says = rest.endswith(":") and len(rest) <= _VERB_CHARS and whole.startswith(name_text)
    return rest if (says or "0:0" in rest or "0.0" in rest) and sum(map(str.isalpha, rest)) > 2 else ""


# -- a heading that says so --------------------------------------------------------------------------------------------


def _announces_comments(text: str) -> bool:
    """Whether a short line says little but that readers speak here."""
    return bool(concepts(text) & _SAID_BY_READERS) and covered(text, *_SAID_BY_READERS, *_BESIDE_THEM) >= 0.5


def _announced(page: Outline, block: Block) -> Iterator[Found]:
    """The largest element that opens with a heading of comments and holds no article; else the list or box that follows it."""
    if block.tag in _MEMBERS and block.emphasis_chars < _STANDS_OUT * len(block.text):
        return
    frame = None
    for element in (block.owner, *block.owner.iterancestors()):
        span = page.spans.get(element)
        if span is None or span[0] != block.index or element.tag in UNTOUCHABLE:
            break
        if span[1] > span[0] + 1:
            if not after_article(page, *span) or not _holds_no_article(page, element, span):
                break
            frame = element
    rule = "comment_form" if has(block.text, "leave") else "comments"
    if frame is not None:
        yield Found((frame,), rule)
        return
    heading = None
    for element in (block.owner, *block.owner.iterancestors()):
        if page.spans.get(element) != (block.index, block.index + 1) or element.tag in UNTOUCHABLE:
            break
        heading = element
    after = heading.getnext() if heading is not None else None
    if after is None:
        return
    span = page.span(after)
    if span[0] != block.index + 1 or after.tag not in _BOXES:
        return
    is_sure = after.tag == "dl" or has(block.text, "comment") or _are_of_two_lines(page, after)
    if is_sure and after_article(page, *span) and _holds_no_article(page, after, span):
        yield Found((heading, after), rule)


def _are_of_two_lines(page: Outline, element: Element) -> bool:
    """Whether all that `element` holds has more than one line, as what somebody said has beside a name."""
    return all(_is_of_lines(page, child) for child in element if child in page.spans)


def _is_of_lines(page: Outline, element: Element) -> bool:
    first, end = page.spans[element]
    return end - first > 1 or "\n" in page.blocks[first].text


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

    A remark opens or ends with a short line (who, when) that is no heading; a bare paragraph of prose is none.
    """
    first, end = page.spans[element]
    prose = [block for block in page.blocks[first:end] if is_prose(block) and not _form_words(block.text)]
    if not prose:
        return True
    is_signed = any(
        len(block.text) <= _LABEL_CHARS and not is_prose(block) and block.tag not in _HEADINGS
        for block in (page.blocks[first], page.blocks[end - 1])
    )
    if end - first >= 2 and is_signed and len(prose) <= _REMARK_PROSE:
        return True
    children = [child for child in element if child in page.spans]
    if depth >= _MAX_DEPTH or any(block.owner is element and is_prose(block) for block in page.blocks[first:end]):
        return False
    return bool(children) and all(_is_remark(page, child, depth + 1) for child in children)


def _form_words(text: str) -> bool:
    return len(concepts(text) & _FORM_CONCEPTS) >= 2
