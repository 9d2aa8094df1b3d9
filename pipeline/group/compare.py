"""What two documents have in common and where they contradict each other: one record of plain numbers for each pair."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields

from pipeline.group.align import Block, align, gaps
from pipeline.group.facts import MONTHS, NUMBER_WORDS, ORDINAL_WORDS, WEEKDAYS
from pipeline.group.profile import Profile
from pipeline.group.stopwords import STOPWORDS

_UNKNOWN_GAP_HOURS = 6.0  # without dates, nothing speaks for or against: about the median of real copies
_SLOT_WORDS = 8  # two unlike passages up to this long stand in one slot of a template
_SLOT_FRAME_WORDS = 3  # that both texts have right before and after the slot
_BRIEF_WORDS = 150
_STEM_CHARS = 5  # so many letters tell whether two words are forms of one
_LEAD_WORDS = 30
_OPENING_WORDS = 40


@dataclass(frozen=True, slots=True)
class Comparison:
    """Features of a pair; shares are 0 to 1, `shorter` is the document with fewer words."""

    containment: float  # five-word runs of the shorter text that the longer one has
    containment_longer: float  # the same, of the longer text
    lead_shared: float  # of the first words of either text, those in runs that the other has; the lower of the two
    log_words: float  # natural logarithm of the words of the shorter text, up to 150: only brevity counts
    log_gap_hours: float  # natural logarithm of 1 + hours between the two
    numbers_found: float  # numbers of the text with fewer numbers that the other states too
    names_found: float
    numbers_swapped: float  # of the figures that stand in the same place of both texts, those that differ
    names_swapped: float  # its square root: one name in the place of another says much
    days_conflict: float  # both name weekdays, dates or clock times, and none is the same
    title_similarity: float  # Jaccard of the headlines' words, 0.5 where there is none
    title_foreign: float  # words of either headline that the other document lacks altogether; the lower share
    title_conflict: float  # headlines state different numbers
    same_outlet: float
    figures_swapped: int  # how many figures stand in the place of others
    trigram_containment: float  # three-word runs of the shorter text that the longer one has
    aligned: float  # words of the shorter text that stand in the same order in the longer one


# What the rule weighs; the last fields tell templates from copies.
FEATURES = tuple(field.name for field in fields(Comparison))[:-3]


def compare(one: Profile, other: Profile) -> Comparison:
    """The features of a pair of documents; symmetric in its arguments."""
    shorter, longer = sorted((one, other), key=lambda profile: (len(profile.words), profile.exact_key))
    shared = shorter.shingles & longer.shingles
    blocks = align(shorter.words, longer.words)
    numbers_swapped, names_swapped, figures_swapped = swapped_facts(shorter, longer, blocks)
    hours = hours_between(one, other)
    return Comparison(
        containment=_share(len(shared), len(shorter.shingles)),
        containment_longer=_share(len(shared), len(longer.shingles)),
        lead_shared=min(_lead_share(_covered(shorter, longer)), _lead_share(_covered(longer, shorter))),
        log_words=math.log1p(min(len(shorter.words), _BRIEF_WORDS)),
        log_gap_hours=math.log1p(_UNKNOWN_GAP_HOURS if hours is None else hours),
        numbers_found=_found(one.facts.numbers, other.facts.numbers),
        names_found=_names_found(one, other),
        numbers_swapped=numbers_swapped,
        names_swapped=math.sqrt(names_swapped),
        days_conflict=days_conflict(one, other),
        title_similarity=_title_similarity(one, other),
        title_foreign=min(_foreign(one, other), _foreign(other, one)),
        title_conflict=_conflict(one.title_facts.numbers, other.title_facts.numbers),
        same_outlet=float(bool(one.document.source) and one.document.source == other.document.source),
        figures_swapped=figures_swapped,
        trigram_containment=_share(len(shorter.trigrams & longer.trigrams), len(shorter.trigrams)),
        aligned=_share(sum(block.size for block in blocks), len(shorter.words)),
    )


def hours_between(one: Profile, other: Profile) -> float | None:
    """Hours between the publication of two documents, None where a date is unknown."""
    first, second = one.document.published_at, other.document.published_at
    return abs((first - second).total_seconds()) / 3600 if first and second else None


def swapped_facts(left: Profile, right: Profile, blocks: list[Block]) -> tuple[float, float, int]:
    """Where the texts run in parallel: the share of figures, and of names, that differ, and how many figures do.

    A template with new figures swaps nearly all of them, a copy with a correction few.
    """
    kept_numbers = kept_names = swapped_numbers = swapped_names = 0
    names = left.facts.names | right.facts.names
    for block in blocks:
        run = left.words[block.left : block.left + block.size]
        kept_numbers += sum(map(_is_figure, run))
        kept_names += sum(word in names for word in run)
    ends = {block.left + block.size: block.size for block in blocks}
    starts = {block.left: block.size for block in blocks}
    for gap in gaps(blocks, len(left.words), len(right.words)):
        here, there = left.words[gap.left_start : gap.left_end], right.words[gap.right_start : gap.right_end]
        if not here or not there or max(len(here), len(there)) > _SLOT_WORDS:
            continue
        if ends.get(gap.left_start, 0) + starts.get(gap.left_end, 0) < _SLOT_FRAME_WORDS:
            continue
        swapped_numbers += min(sum(map(_is_figure, here)), sum(map(_is_figure, there)))
        swapped_names += min(sum(word in names for word in here), sum(word in names for word in there))
    return (
        _share(swapped_numbers, swapped_numbers + kept_numbers),
        _share(swapped_names, swapped_names + kept_names),
        swapped_numbers,
    )


def days_conflict(one: Profile, other: Profile) -> float:
    """How many of the kinds of time (dates, weekdays, clock times) both texts give without one in common, 0 to 1."""
    pairs = (
        (one.facts.month_days, other.facts.month_days),
        (one.facts.weekdays, other.facts.weekdays),
        (one.facts.clock_times, other.facts.clock_times),
    )
    return sum(_conflict(*pair) for pair in pairs) / len(pairs)


def _is_figure(word: str) -> bool:
    return (
        word[0].isdigit() or word in NUMBER_WORDS or word in ORDINAL_WORDS or word in WEEKDAYS or (word in MONTHS)
    ) and word not in {"one", "may"}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _found(one: frozenset[float], other: frozenset[float]) -> float:
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 1.0


def _names_found(one: Profile, other: Profile) -> float:
    """Share of the names of the text with fewer names that are words of the other, however written there."""
    fewer, more = sorted((one, other), key=lambda profile: (len(profile.facts.names), profile.exact_key))
    return len(fewer.facts.names & set(more.words)) / len(fewer.facts.names) if fewer.facts.names else 1.0


def _conflict(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    return float(bool(one) and bool(other) and not one & other)


def _covered(text: Profile, other: Profile) -> list[int]:
    """1 for each word of a text that lies in a run of three words that the other has anywhere, else 0."""
    covered = [0] * len(text.words)
    for at, run in enumerate(zip(text.words, text.words[1:], text.words[2:], strict=False)):
        if run in other.trigrams:
            covered[at] = covered[at + 1] = covered[at + 2] = 1
    return covered


def _lead_share(covered: list[int]) -> float:
    """The best covered window of the opening: page furniture may stand before the lead."""
    size = min(_LEAD_WORDS, len(covered))
    starts = range(min(_OPENING_WORDS, len(covered) - size) + 1)
    return max((_share(sum(covered[at : at + size]), size) for at in starts), default=0.0)


def _foreign(one: Profile, other: Profile) -> float:
    """Share of the words of a headline that neither headline nor text of the other document has, however inflected."""
    said = one.title_words - STOPWORDS
    known = {word[:_STEM_CHARS] for word in (*other.words, *other.title_words)}
    return _share(sum(word[:_STEM_CHARS] not in known for word in said), len(said))


def _title_similarity(one: Profile, other: Profile) -> float:
    here, there = one.title_words - STOPWORDS, other.title_words - STOPWORDS
    return len(here & there) / len(here | there) if here and there else 0.5
