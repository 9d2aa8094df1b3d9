"""Looks up words of page furniture: which concepts of words.yaml ("comment", "newsletter" …) a text holds, and how much."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).with_name("words.yaml")
_KEY_CHARS = 2


@lru_cache(maxsize=1)
def _stems() -> dict[str, tuple[tuple[str, bool, str], ...]]:
    """Stems by their first characters: (stem, whole word only, concept)."""
    table: dict[str, list[tuple[str, bool, str]]] = {}
    for concept, stems in yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")).items():
        for entry in stems:
            stem = entry.rstrip("|").casefold()
            table.setdefault(stem[:_KEY_CHARS], []).append((stem, entry.endswith("|"), concept))
    return {key: tuple(entries) for key, entries in table.items()}


@lru_cache(maxsize=20_000)
def concepts(text: str) -> frozenset[str]:
    """The concepts that occur in `text`."""
    return frozenset([concept for _, _, concept in _hits(_folded(text))])


def has(text: str, concept: str) -> bool:
    """Whether `concept` occurs in `text`."""
    return concept in concepts(text)


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


@lru_cache(maxsize=1)
def _beginnings() -> re.Pattern[str]:
    """Finds the places where a stem may begin: its first character at the start of a word, or in unspaced script."""
    firsts = {stem[0] for stem in _stems()}
    spaced, unspaced = (
        "".join(re.escape(first) for first in sorted(firsts) if _is_unspaced(first) == kind) for kind in (False, True)
    )
    return re.compile(rf"(?<![^\W\d_])[{spaced}]|[{unspaced}]")


@lru_cache(maxsize=2_000)
def _hits(folded: str) -> tuple[tuple[int, int, str], ...]:
    """Where stems occur in case-folded text: start, end, concept."""
    table = _stems()
    hits = []
    for found in _beginnings().finditer(folded):
        start = found.start()
        for stem, is_word, concept in table.get(folded[start : start + _KEY_CHARS], ()):
            if folded.startswith(stem, start):
                end = start + len(stem)
                if not is_word or end == len(folded) or not folded[end].isalpha():
                    hits.append((start, end, concept))
    return tuple(hits)


def _is_unspaced(character: str) -> bool:
    """Whether a character belongs to a script in which words are not parted by spaces, or take prefixes."""
    return "\u0590" <= character <= "\u08ff" or "\u0900" <= character <= "\u0fff" or "\u3040" <= character <= "\ud7ff"
