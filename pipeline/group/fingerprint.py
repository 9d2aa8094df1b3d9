"""What a text looks like to an index: its words, its exact key, its sampled shingles; knows of no other text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

import xxhash

FINGERPRINT_VERSION = 1  # raise it with any change of words(), shingles() or sampling: keys of two versions never meet
SHINGLE_WORDS = 5
SAMPLING = ((300, 8), (1200, 16))  # (up to so many words, keep the hashes that are 0 modulo this)
SAMPLING_LONG = 32  # each modulus is a multiple of the one before, so samples of long and short texts stay comparable

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces: one character is one word
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as compared (`key`: casefolded, compatibility forms unified) and its place: text[start:end]."""

    key: str
    start: int
    end: int


def locate_words(text: str) -> list[Word]:
    """The words of a text with their offsets; punctuation, spaces and case do not count."""
    return [Word(_fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [_fold(word) for word in _WORD.findall(text)]


def exact_key(text_words: list[str]) -> str:
    """SHA-256 (hex) of the normalised text: equal for texts that differ in case, spacing and punctuation alone."""
    return hashlib.sha256(" ".join(text_words).encode()).hexdigest()


def shingles(text_words: list[str], size: int = SHINGLE_WORDS) -> list[int]:
    """64-bit xxHash of each run of `size` words; a text shorter than that is one shingle, an empty text none."""
    if not text_words:
        return []
    last = max(1, len(text_words) - size + 1)
    return [xxhash.xxh64_intdigest(" ".join(text_words[at : at + size]).encode()) for at in range(last)]


def sample(hashes: list[int], word_count: int) -> tuple[int, ...]:
    """The shingles that are indexed and looked up, sorted: upper halves of the hashes as signed 32-bit integers.

    Sampling looks at the lower half. Two documents are compared when they share two, so that a chance meeting of two
    different runs in 32 bits costs nothing.
    """
    modulus = next((modulus for limit, modulus in SAMPLING if word_count <= limit), SAMPLING_LONG)
    return tuple(sorted({_signed(value >> 32) for value in hashes if value % modulus == 0}))


def _fold(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value
