"""Judges blocks that an extractor kept: which of them are furniture by their words and their place. Pure functions on blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.extract.dom import Block
from pipeline.extract.lexicon import concepts, covered
from pipeline.extract.outline import is_prose
from pipeline.extract.text import letters

SHORT_CHARS = 160
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")
_ONLY_SYMBOLS = re.compile(r"^[\W\d_]*$")


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
        rule = _rule(block, position > last_prose, title)
        if rule:
            verdicts[block.index] = rule
    return verdicts


def _rule(block: Block, is_tail: bool, title: str) -> str | None:
    text = block.text
    if title and letters(text) == title:
        return "title"
    if len(text) > SHORT_CHARS:
        return None
    found = concepts(text)
    if not found:
        return None
    wordy = bool(_SENTENCE_END.search(text)) and len(text.split()) > 8
    if (
        {"email", "publish", "required"} <= found
        or ({"required", "field"} <= found and len(text) < 80)
        or {"comment", "cookie"} <= found
    ):
        return "comment_form"
    if wordy and not is_tail:
        return None
    share = covered(text, *found)
    if {"comment", "leave"} <= found and (share > 0.5 or len(text) < 40):
        return "comment_form"
    if "advert" in found and share > 0.7:
        return "advert_label"
    if {"share", "network"} <= found or ("network" in found and share > 0.6) or ("share" in found and share > 0.5):
        return "share_bar"
    if {"newsletter", "subscribe"} <= found or ("newsletter" in found and share > 0.4):
        return "newsletter"
    if "related" in found and (share > 0.6 or block.link_share > 0.5):
        return "related"
    if "rights" in found and is_tail:
        return "copyright"
    return None
