"""Tells issues of one series by their headlines: the same frame of words around other names or figures."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

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
_DIGITS = re.compile(r"\d+")
_INNER_CAPITAL = re.compile(r"\b\w+[A-Z]\w*")


@dataclass(frozen=True, slots=True)
class Headline:
    """What comparing a headline needs of it."""

    words: frozenset[str]
    said: tuple[str, ...]  # without its version and its speaker
    label: tuple[str, ...]
    names: frozenset[str]  # words that are names wherever they stand, since a capital is in them: VMware, UN
    figures: frozenset[str]


@lru_cache(maxsize=16384)  # a batch compares each headline with many
def read_headline(headline: str) -> Headline:
    """A headline as it is compared."""
    told = _VERSION.sub("", headline)
    match = _LABEL.match(told)
    label = words(match.group(1) or match.group(2)) if match else []
    least = _LABEL_WORDS if match and match.group(1) else _CAPITAL_LABEL_WORDS
    spelt = () if headline.isupper() else _INNER_CAPITAL.findall(told)
    all_words = words(headline)
    return Headline(
        frozenset(all_words),
        tuple(words(_SPEAKER.sub("", told))),
        tuple(label) if len(label) >= least else (),
        frozenset(word for name in spelt for word in words(name)),
        frozenset(map(figure_of, all_words)) - {""},
    )


def may_be_series(one: Headline, other: Headline) -> bool:
    """Whether two headlines have enough words in common to be issues of a series; cheap, for it is asked of many."""
    if one.label and one.label == other.label:
        return True
    shared = set(one.said) & set(other.said)
    frame = min(sum(word in shared for word in one.said), sum(word in shared for word in other.said))
    return frame >= _FRAME_WORDS and frame >= _FRAME_SHARE * min(len(one.said), len(other.said))


def is_series(one: Headline, other: Headline, one_facts: Collection[str], other_facts: Collection[str]) -> bool:
    """Whether two headlines fill one frame with different things, and so tell two events.

    `one_facts` are the words of the first headline that are names or figures and that the other document lacks
    altogether; `other_facts` likewise. A frame is four words or more in the same order, and half of the shorter
    headline. Or both stand under one label: three words before a colon, two in capitals before a dash.
    """
    left, right = list(one.said), list(other.said)
    blocks = align(left, right)
    frame = sum(block.size for block in blocks)
    if frame >= _FRAME_WORDS and frame >= _FRAME_SHARE * min(len(left), len(right)):
        for gap in gaps(blocks, len(left), len(right)):
            here, there = left[gap.left_start : gap.left_end], right[gap.right_start : gap.right_end]
            if not set(here).isdisjoint(one_facts) and not set(there).isdisjoint(other_facts):
                return True
            if gap.left_start == gap.right_start == 0 and _are_subjects(here, there, one_facts, other_facts):
                return True
    return bool(one.label and one.label == other.label and one_facts and other_facts)


def figure_of(word: str) -> str:
    """The digits with which a word begins: 14 for "14" and for "14bn"; empty for a word that is no figure."""
    match = _DIGITS.match(word)
    return match.group() if match else ""


def _are_subjects(here: list[str], there: list[str], one_facts: Collection[str], other_facts: Collection[str]) -> bool:
    """Whether the headlines begin with two subjects of which one is surely a name; the other may be any word."""
    if not here or not there or set(here) & set(there) or "".join(here) == "".join(there):
        return False
    known = set(here) & set(one_facts), set(there) & set(other_facts)
    return any(not figure_of(word) for word in known[0] | known[1]) and not (
        here[0] in STOPWORDS or there[0] in STOPWORDS
    )
