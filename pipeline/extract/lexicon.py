"""Looks up words of page furniture: which concepts of words.yaml ("comment", "newsletter" …) a text holds, and how much."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).with_name("words.yaml")
# Scripts in which words are not parted by spaces, or take prefixes.
_UNSPACED = "\u0590-\u08ff\u0900-\u0fff\u3040-\ud7ff"
_HOLDS_UNSPACED = re.compile(f"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class _Stems:
    """The words of words.yaml, ready to be found."""

    at_word_starts: re.Pattern[str]  # each finds the longest stem that begins at a place, as group 1
    anywhere: re.Pattern[str]
    # Of each stem those it begins with: length, whether only a whole word counts, concept.
    within: Mapping[str, tuple[tuple[int, bool, str], ...]]


@lru_cache(maxsize=1)
def _stems() -> _Stems:
    meanings: dict[str, list[tuple[bool, str]]] = {}
    for concept, stems in yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")).items():
        for entry in stems:
            meanings.setdefault(entry.rstrip("|").casefold(), []).append((entry.endswith("|"), concept))
    within = {
        stem: tuple(
            (length, is_word, concept)
            for length in range(1, len(stem) + 1)
            for is_word, concept in meanings.get(stem[:length], ())
        )
        for stem in meanings
    }
    unspaced = {stem for stem in meanings if _HOLDS_UNSPACED.match(stem)}
    return _Stems(
        re.compile(rf"(?<![^\W\d_])(?=({_longest_of(meanings.keys() - unspaced)}))"),
        re.compile(rf"(?=({_longest_of(unspaced)}))"),
        within,
    )


def _longest_of(words: Iterable[str]) -> str:
    """A pattern for the longest of `words` that begins at a place: letters that words share are looked at once."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    may_end = "" in tails
    branches = [re.escape(first) + _longest_of(rest) for first, rest in sorted(tails.items()) if first]
    return f"(?:{'|'.join(branches)}){'?' if may_end else ''}" if branches else ""


@lru_cache(maxsize=20_000)
def concepts(text: str) -> frozenset[str]:
    """The concepts that occur in `text`."""
    return frozenset([concept for _, _, concept in _hits(_folded(text))])


def has(text: str, concept: str) -> bool:
    """Whether `concept` occurs in `text`."""
    return concept in concepts(text)


def opens_with(text: str, concept: str, within: int = 0) -> bool:
    """Whether a word of `concept` begins at the first character of `text`, or at most `within` characters later."""
    return any(start <= within for start, _, found in _hits(_folded(text)) if found == concept)


def covered(text: str, *names: str) -> float:
    """The share of the letters and digits of `text` that lie in words of the named concepts."""
    folded = _folded(text)
    wanted = frozenset(names)
    hit = bytearray(len(folded))
    for start, end, concept in _hits(folded):
        if concept in wanted:
            while end < len(folded) and folded[end].isalpha() and not _is_unspaced(folded[end]):
                end += 1
            hit[start:end] = b"\x01" * (end - start)
    total = sum(map(str.isalnum, folded))
    return sum(1 for flag, character in zip(hit, folded, strict=True) if flag and character.isalnum()) / max(1, total)


def _folded(text: str) -> str:
    """`text` without case; the dot that Turkish capitals leave over an i is no letter."""
    return text.casefold().replace("i\u0307", "i")


@lru_cache(maxsize=2_000)
def _hits(folded: str) -> tuple[tuple[int, int, str], ...]:
    """Where stems occur in case-folded text: start, end, concept."""
    stems = _stems()
    places = list(stems.at_word_starts.finditer(folded))
    if not folded.isascii() and _HOLDS_UNSPACED.search(folded):
        places += stems.anywhere.finditer(folded)
    hits = []
    for place in places:
        start = place.start()
        for length, is_word, concept in stems.within[place[1]]:
            end = start + length
            if not is_word or end == len(folded) or not folded[end].isalpha():
                hits.append((start, end, concept))
    return tuple(hits)


def _is_unspaced(character: str) -> bool:
    return _HOLDS_UNSPACED.match(character) is not None
