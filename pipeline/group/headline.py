"""Tells issues of one series by their headlines: the same frame of words around other names or figures."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.group.align import align, gaps
from pipeline.group.fingerprint import words

_FRAME_WORDS = 4
_FRAME_SHARE = 0.5  # of the shorter headline


def is_series(one: str, other: str, one_facts: Collection[str], other_facts: Collection[str]) -> bool:
    """Whether two headlines fill one frame with different things, and so tell two events.

    `one_facts` are the words of the first headline that are names or figures and that the other document lacks
    altogether; `other_facts` likewise. A frame is four words or more in the same order, and half of the shorter
    headline; or a label that stands before the colon of both.
    """
    left, right = words(one), words(other)
    blocks = align(left, right)
    frame = sum(block.size for block in blocks)
    if frame >= _FRAME_WORDS and frame >= _FRAME_SHARE * min(len(left), len(right)):
        return any(
            not set(left[gap.left_start : gap.left_end]).isdisjoint(one_facts)
            and not set(right[gap.right_start : gap.right_end]).isdisjoint(other_facts)
            for gap in gaps(blocks, len(left), len(right))
        )
    labels = [words(title.partition(":")[0]) for title in (one, other) if ":" in title]
    return (
        len(labels) == 2
        and labels[0] == labels[1]
        and len(labels[0]) >= _FRAME_WORDS - 1
        and bool(one_facts and other_facts)
    )
