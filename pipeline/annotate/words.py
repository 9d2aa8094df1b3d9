"""Word lists written as prose: one string of words, read as a set."""

from __future__ import annotations


def wordset(words: str) -> frozenset[str]:
    """The words of a string as a set."""
    return frozenset(words.split())
