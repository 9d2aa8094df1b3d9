"""Finds the form for a comment by the field to write in, and judges whether an element holds nothing of the article."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.dom import Element
from pipeline.extract.lexicon import concepts, covered
from pipeline.extract.outline import UNTOUCHABLE, Outline, after_article, is_prose
from pipeline.extract.remarks import LABEL_CHARS, MAX_SHARE

FORM_CONCEPTS = frozenset(("comment", "leave", "email", "publish", "required", "field", "cookie", "subscribe"))
_RULES_CONCEPTS = frozenset(("discussion", "moderate"))
_REMARK_PROSE = 8  # paragraphs of one remark
_MAX_DEPTH = 5
_HEADINGS = frozenset(("h1", "h2", "h3"))
_WRITABLE = frozenset(("textarea", "input", "button", "form"))


def fields(page: Outline) -> Iterator[Element]:
    """Fields for free text, and labels that ask for a comment beside something to write in or press."""
    yield from page.root.iter("textarea")
    for element in page.root.iter("div", "p", "span"):
        if element.get("role") == "textbox" or element.get("contenteditable") in ("", "true"):
            yield element
    for block in page.blocks:
        if len(block.text) <= LABEL_CHARS and {"comment", "leave"} <= concepts(block.text):
            parent = block.owner.getparent()
            is_label = covered(block.text, "comment", "leave") > 0.5
            if is_label and parent is not None and next(parent.iter(*_WRITABLE), None) is not None:
                yield block.owner


def form_frame(page: Outline, field: Element) -> Element | None:
    """The largest element around a field that holds no prose but the form's and remarks of readers."""
    frame = None
    for ancestor in (field, *field.iterancestors()):
        if ancestor.tag in UNTOUCHABLE:
            break
        span = page.spans.get(ancestor)
        if span is None or ancestor is field:
            continue
        if not holds_no_article(page, ancestor, span):
            break
        frame = ancestor
    return frame


def holds_no_article(page: Outline, element: Element, span: tuple[int, int]) -> bool:
    """Whether an element that spans some blocks has labels, notes and remarks of readers alone."""
    blocks = page.blocks[span[0] : span[1]]
    if all(not is_prose(block) or _form_words(block.text) for block in blocks):
        return True
    return (
        page.prose(*span) <= MAX_SHARE * page.total_prose
        and after_article(page, *span)
        and not any(
            block.tag in _HEADINGS and block.index != span[0] and _says_more_than_a_label(block.text)
            for block in blocks
        )
        and all(_is_remark(page, child, 0) for child in element if child in page.spans)
    )


def _says_more_than_a_label(text: str) -> bool:
    """Whether a heading says more than a form's label does."""
    return not (len(text) <= LABEL_CHARS and concepts(text) & FORM_CONCEPTS)


def _is_remark(page: Outline, element: Element, depth: int) -> bool:
    """Whether an element is a reader's remark, a list of remarks, or holds no prose at all.

    A remark opens or ends with a short line (who, when) that is no heading; a bare paragraph of prose is none.
    """
    first, end = page.spans[element]
    prose = [block for block in page.blocks[first:end] if is_prose(block) and not _form_words(block.text)]
    if not prose:
        return True
    is_signed = any(
        len(block.text) <= LABEL_CHARS and not is_prose(block) and block.tag not in _HEADINGS
        for block in (page.blocks[first], page.blocks[end - 1])
    )
    if end - first >= 2 and is_signed and len(prose) <= _REMARK_PROSE:
        return True
    children = [child for child in element if child in page.spans]
    if depth >= _MAX_DEPTH or any(block.owner is element and is_prose(block) for block in page.blocks[first:end]):
        return False
    return bool(children) and all(_is_remark(page, child, depth + 1) for child in children)


def _form_words(text: str) -> bool:
    return len(concepts(text) & (FORM_CONCEPTS | _RULES_CONCEPTS)) >= 2
