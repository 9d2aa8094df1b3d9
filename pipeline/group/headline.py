"""Tells issues of one series by their headlines: the same frame of words around other names or figures."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.group.align import align, gaps
from pipeline.group.fingerprint import words
from pipeline.group.stopwords import STOPWORDS

_FRAME_WORDS = 4
_FRAME_SHARE = 0.5  # of the shorter headline
_LABEL_WORDS = 3
_CAPITAL_LABEL_WORDS = 2
# "UPDATE 2-", "REFILE-": which version of a report it is, not what it is about.
_VERSION = re.compile(
    r"^(?:(?:update|wrapup|refile|correct(?:ed|ion)|rpt|repeat|exclusive)(?:\s\d+)?\s?[-:]\s?)+", re.IGNORECASE
)
# ", Agency Says", ": report": who says so, not what.
_SPEAKER = re.compile(r"(?:,\s[^,:]{2,30}\s(?:says?|said|reports?|shows?)|:\s(?:reports?|sources?))$", re.IGNORECASE)
_LABEL = re.compile(r"^([^:]+):|^([A-Z][A-Z .&']+[A-Z])\s?[-–—]\s?(?=\S)")
_INNER_CAPITAL = re.compile(r"\b\w+[A-Z]\w*")


def is_series(one: str, other: str, one_facts: Collection[str], other_facts: Collection[str]) -> bool:
    """Whether two headlines fill one frame with different things, and so tell two events.

    `one_facts` are the words of the first headline that are names or figures and that the other document lacks
    altogether; `other_facts` likewise. A frame is four words or more in the same order, and half of the shorter
    headline. Or both stand under one label: three words before a colon, two in capitals before a dash.
    """
    left, right = _said(one), _said(other)
    blocks = align(left, right)
    frame = sum(block.size for block in blocks)
    if frame >= _FRAME_WORDS and frame >= _FRAME_SHARE * min(len(left), len(right)):
        for gap in gaps(blocks, len(left), len(right)):
            here, there = left[gap.left_start : gap.left_end], right[gap.right_start : gap.right_end]
            if not set(here).isdisjoint(one_facts) and not set(there).isdisjoint(other_facts):
                return True
            if gap.left_start == gap.right_start == 0 and _are_subjects(here, there, one_facts, other_facts):
                return True
        return False
    labels = _label(one), _label(other)
    return bool(labels[0] and labels[0] == labels[1] and one_facts and other_facts)


def names_by_spelling(headline: str) -> set[str]:
    """Words that are names wherever they stand, since a capital is in them: VMware, UN; none in a line of capitals."""
    if headline.isupper():
        return set()
    return {word for match in _INNER_CAPITAL.findall(_VERSION.sub("", headline)) for word in words(match)}


def figure_of(word: str) -> str:
    """The digits with which a word begins: 14 for "14" and for "14bn"; empty for a word that is no figure."""
    match = re.match(r"\d+", word)
    return match.group() if match else ""


def _said(headline: str) -> list[str]:
    return words(_SPEAKER.sub("", _VERSION.sub("", headline)))


def _are_subjects(here: list[str], there: list[str], one_facts: Collection[str], other_facts: Collection[str]) -> bool:
    """Whether the headlines begin with two subjects of which one is surely a name; the other may be any word."""
    if not here or not there or set(here) & set(there) or "".join(here) == "".join(there):
        return False
    known = set(here) & set(one_facts), set(there) & set(other_facts)
    return any(not figure_of(word) for word in known[0] | known[1]) and not (
        here[0] in STOPWORDS or there[0] in STOPWORDS
    )


def _label(headline: str) -> list[str]:
    match = _LABEL.match(_VERSION.sub("", headline))
    if not match:
        return []
    label = words(match.group(1) or match.group(2))
    return label if len(label) >= (_LABEL_WORDS if match.group(1) else _CAPITAL_LABEL_WORDS) else []
