"""Judges blocks that an extractor kept: which of them are furniture by their words and their place. Pure functions on blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.appeals import ADDRESS, IN_RUNS, QUOTES, SHORT_CHARS, appeal, bids, goes_with_an_appeal
from pipeline.extract.dom import Block
from pipeline.extract.lexicon import concepts, covered
from pipeline.extract.outline import is_prose
from pipeline.extract.text import letters

CALL_CHARS = 300  # nor is a call to the reader longer than this
_CALL_ANYWHERE_CHARS = 100
LAST_BLOCKS = 4
_LABEL_CHARS = 40  # of one label of a form
_FORM_CONCEPTS = 3  # what the labels of a form ask for in all
_FORM = frozenset(("comment", "leave", "email", "publish", "required", "field", "reader"))
_ALL_LINK, _MOST_LINK = 0.9, 0.6  # shares of a block's characters
_HEADLINE_WORDS = 5  # fewer may name a thing or an address
_CONTACT_CHARS = 250
# RELATED: the headline of another article; >> the same.
_LABELLED = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ ’'&/-]{2,30}\s?[:|]|>>|»|►|▶|▷|☞|→)\s*\w")
_LABEL = re.compile(r"([^\n:]{3,25})[:\n]")
# What ends a caption, after its sentence or in brackets: Photo: Name, Credit: Agency, © Agency.
_CREDIT = re.compile(
    r"(?:^|[.!?)\]|(–—-]\s*)(?:(?:photo|image|picture|foto|bild|imagen|photograph)s?(?: credits?)?\s?:|credits?\s?:|©)"
    r"\s?(?:(?-i:[A-ZÀ-ÖØ-Þ@])|dpa|epd|picture)[^.:!?]{1,40}[.)]?$",
    re.IGNORECASE,
)
_BESIDE = frozenset(("you", "reader", "moderate", "tags"))  # no labels by themselves
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the page when a block is judged."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    site_furniture: Collection[int] = frozenset()


def judge(blocks: Sequence[Block], context: Context) -> dict[int, str]:
    """The rule for each kept block (by its index in the page) that is furniture; `blocks` are in document order."""
    verdicts: dict[int, str] = {}
    prose = [position for position, block in enumerate(blocks) if is_prose(block)]
    last_prose = prose[-1] if prose else -1
    title = letters(context.title or "")
    for position, block in enumerate(blocks):
        rule = _rule(block, position > last_prose, position >= len(blocks) - LAST_BLOCKS, title)
        if rule:
            verdicts[block.index] = rule
    for step in (1, -1):
        for block, neighbour in pairwise(blocks[::step]):
            rule = verdicts.get(block.index)
            if rule in IN_RUNS and neighbour.index not in verdicts and goes_with_an_appeal(neighbour):
                verdicts[neighbour.index] = rule
    return verdicts


def form_runs(blocks: Sequence[Block]) -> Iterator[range]:
    """Positions of labels and notes in a row that make up the form for a comment, whether or not a box holds them.

    One of them asks for a remark, and the others for more of what such a form asks for.
    """
    end = 0
    for position, block in enumerate(blocks):
        if position < end or len(block.text) > _LABEL_CHARS or "comment" not in concepts(block.text):
            continue
        start, end = position, position + 1
        while start > 0 and _is_form_piece(blocks[start - 1]):
            start -= 1
        while end < len(blocks) and _is_form_piece(blocks[end]):
            end += 1
        told = frozenset().union(*(concepts(one.text) for one in blocks[start:end]))
        if end - start > 1 and len(told & _FORM) >= _FORM_CONCEPTS and _is_form_piece(block):
            yield range(start, end)


def _is_form_piece(block: Block) -> bool:
    """Whether a block is a label of little but form words, or a note of two sorts of them that speaks to nobody by name."""
    text = block.text
    found = concepts(text) & _FORM
    if len(text) <= _LABEL_CHARS:
        return bool(found) and covered(text, *found) > 0.5
    return len(text) <= SHORT_CHARS and len(found) > 1 and bool(found & {"email", "required"})


def _rule(block: Block, is_tail: bool, is_last: bool, title: str) -> str | None:
    """The rule for one block. `is_tail`: no prose follows it; `is_last`: one of the last few blocks that were kept."""
    text = block.text
    if title and letters(text) == title:
        return "title"
    if block.tag == "p" and block.link_share > _ALL_LINK and len(text.split()) >= _HEADLINE_WORDS and not _ends(text):
        return "related"  # the headline of another article, between paragraphs
    if len(text) > CALL_CHARS:
        return None
    if block.link_share > _MOST_LINK and _LABELLED.match(text):
        return "related"
    if _CREDIT.search(text):
        return "photo_credit"
    if is_last and (match := _LABEL.match(text)) and covered(match[1], "tags") > _MOST_LINK:
        return "tags"
    found = concepts(text)
    if (
        is_last
        and len(text) <= _CONTACT_CHARS
        and ADDRESS.search(text)
        and (("bio" in found and "you" not in found) or "?" in text)
    ):
        return "author_box"
    if not found:
        return None
    if "reading" in found and len(text) <= _LABEL_CHARS and any(map(str.isdigit, text)):
        return "reading_time"
    return (
        _call(text, found, is_last)
        or appeal(block, found, is_last)
        or (_label(block, found, is_tail) if len(text) <= SHORT_CHARS else None)
    )


def _call(text: str, found: frozenset[str], is_last: bool) -> str | None:
    """Sentences that speak to the reader, not of the news; what is quoted is news."""
    if text.startswith("©") or (is_last and "rights" in found and len(text) < 200):
        return "copyright"
    if any(mark in text for mark in QUOTES):
        return None
    if (
        is_last
        and "moderate" in found
        and len(text) <= SHORT_CHARS
        and "comment" in concepts(" ".join(text.split()[:3]))
    ):
        return "comment_form"
    if {"newsletter", "subscribe"} <= found and ("you" in found or bids(text, "subscribe")):
        return "newsletter"
    if "you" not in found:
        return None
    if len(text) < _CALL_ANYWHERE_CHARS and {"comment", "leave"} <= found:
        return "invitation"
    if is_last and (
        {"comment", "leave"} <= found
        or {"comment", "share"} <= found
        or ({"subscribe", "follow"} & found and "network" in found)
    ):
        return "invitation"
    return None


def _ends(text: str) -> bool:
    return _SENTENCE_END.search(text) is not None


def _label(block: Block, found: frozenset[str], is_tail: bool) -> str | None:
    """Labels, buttons and lines of forms: short blocks that hold little but the words of furniture."""
    text = block.text
    if {"email", "publish", "required"} <= found or ({"required", "field"} <= found and len(text) < 80):
        return "comment_form"
    if {"comment", "cookie"} <= found:
        return "comment_form"
    if not is_tail and _ends(text) and len(text.split()) > 8:
        return None
    share = covered(text, *(found - _BESIDE))
    if {"comment", "leave"} <= found and (share > 0.5 or len(text) < 40):
        return "comment_form"
    if block.link_share > _ALL_LINK and found & {"comment", "discussion"} and len(text) <= _LABEL_CHARS and share > 0.3:
        return "comment_form"
    if "advert" in found and share > 0.7:
        return "advert_label"
    if (share > 0.5 and {"share", "network"} <= found) or (share > 0.6 and {"share", "network"} & found):
        return "share_bar"
    if {"newsletter", "subscribe"} <= found or ("newsletter" in found and share > 0.4):
        return "newsletter"
    if "related" in found and (share > 0.6 or block.link_share > 0.5):
        return "related"
    if "rights" in found and is_tail:
        return "copyright"
    return None
