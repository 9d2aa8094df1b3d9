"""Lays two texts beside each other, word by word: which runs they share, in order; long texts stay cheap."""

from __future__ import annotations

from bisect import bisect_left
from difflib import SequenceMatcher
from typing import NamedTuple

_ANCHOR_WORDS = 4
_GAP_LIMIT = 40_000  # words of one side times words of the other; a larger gap between anchors is left unaligned


class Block(NamedTuple):
    """A shared run: words left .. left+size of one text are words right .. right+size of the other."""

    left: int
    right: int
    size: int


class Gap(NamedTuple):
    """What lies between two shared runs: words [left_start:left_end] stand where [right_start:right_end] do."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


def align(left: list[str], right: list[str]) -> list[Block]:
    """The shared runs of two word lists, in order on both sides, never overlapping.

    Runs of four words that are unique on both sides are the anchors (longest increasing chain of them, as in a
    patience diff); what lies between is compared word by word.
    """
    blocks: list[Block] = []
    at_left = at_right = 0
    for anchor in [*_anchors(left, right), Block(len(left), len(right), 0)]:
        if anchor.left < at_left or anchor.right < at_right:
            continue
        blocks += _fill(left, right, Gap(at_left, anchor.left, at_right, anchor.right))
        if anchor.size:
            blocks.append(anchor)
        at_left, at_right = anchor.left + anchor.size, anchor.right + anchor.size
    return _merge(blocks)


def gaps(blocks: list[Block], left_length: int, right_length: int) -> list[Gap]:
    """What the blocks leave open on either side, in order; at least one side of each gap has a word."""
    found, at_left, at_right = [], 0, 0
    for block in [*blocks, Block(left_length, right_length, 0)]:
        if block.left > at_left or block.right > at_right:
            found.append(Gap(at_left, block.left, at_right, block.right))
        at_left, at_right = block.left + block.size, block.right + block.size
    return found


def _anchors(left: list[str], right: list[str]) -> list[Block]:
    here, there = _unique_runs(left), _unique_runs(right)
    pairs = sorted((at, there[run]) for run, at in here.items() if run in there)
    blocks: list[Block] = []
    for at_left, at_right in _longest_chain(pairs):
        last = blocks[-1] if blocks else None
        if last and at_left - last.left == at_right - last.right and at_left <= last.left + last.size:
            blocks[-1] = Block(last.left, last.right, at_left + _ANCHOR_WORDS - last.left)
        elif not last or (at_left >= last.left + last.size and at_right >= last.right + last.size):
            blocks.append(Block(at_left, at_right, _ANCHOR_WORDS))
    return blocks


def _unique_runs(words: list[str]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - _ANCHOR_WORDS + 1):
        run = tuple(words[at : at + _ANCHOR_WORDS])
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


def _longest_chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of pairs (sorted by the first) whose seconds increase too."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for at, (_, value) in enumerate(pairs):
        place = bisect_left(tails, value)
        before.append(tail_at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            tail_at.append(at)
        else:
            tails[place], tail_at[place] = value, at
    chain, at = [], tail_at[-1] if tail_at else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _fill(left: list[str], right: list[str], gap: Gap) -> list[Block]:
    width, height = gap.left_end - gap.left_start, gap.right_end - gap.right_start
    if not width or not height or width * height > _GAP_LIMIT:
        return []
    matcher = SequenceMatcher(
        None, left[gap.left_start : gap.left_end], right[gap.right_start : gap.right_end], autojunk=False
    )
    return [Block(gap.left_start + a, gap.right_start + b, n) for a, b, n in matcher.get_matching_blocks() if n]


def _merge(blocks: list[Block]) -> list[Block]:
    merged: list[Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and block.left == last.left + last.size and block.right == last.right + last.size:
            merged[-1] = Block(last.left, last.right, last.size + block.size)
        else:
            merged.append(block)
    return merged
