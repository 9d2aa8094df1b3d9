"""Finds the aliases of the registry in a text, in one pass over its words; no parser, any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.annotate.registry import Alias

WORD = re.compile(r"[^\W_]+")
# Han, Hiragana, Katakana and Hangul: scripts (nearly) without spaces between a name and what follows it.
UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿가-힣]")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
HANGUL = re.compile(r"[가-힣]")

# Endings of Russian nouns and adjectives, longest first; cutting them from alias and text alike makes the cases equal.
RUSSIAN_ENDINGS = tuple(
    sorted(
        [
            "ами",
            "ями",
            "ыми",
            "ими",
            "ого",
            "его",
            "ому",
            "ему",
            "ой",
            "ей",
            "ою",
            "ею",
            "ую",
            "юю",
            "ая",
            "яя",
            "ое",
            "ее",
            "ые",
            "ие",
            "ий",
            "ый",
            "ых",
            "их",
            "ым",
            "им",
            "ом",
            "ем",
            "ов",
            "ев",
            "ах",
            "ях",
            "ам",
            "ям",
            "а",
            "я",
            "у",
            "ю",
            "ы",
            "и",
            "е",
            "о",
            "ь",
            "й",
        ],
        key=len,
        reverse=True,
    )
)
LONGEST_ACRONYM = 5  # letters; a shorter all-capitals alias must stand in capitals in the text ("US", not "us")


@dataclass(frozen=True, slots=True)
class Hit:
    """An alias at a place of the text."""

    start: int
    end: int
    alias: Alias


class Matcher:
    """Aliases compiled for search; build it once and share it, it keeps no state between texts."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Alias]]] = {}
        self._unspaced: dict[str, Alias] = {}
        for alias in aliases:
            if UNSPACED.search(alias.text):
                self._unspaced.setdefault(alias.text, alias)
                continue
            words = tuple(_key(word) for word in WORD.findall(alias.text))
            if words:
                self._by_first.setdefault(words[0], []).append((words, alias))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        names = sorted(self._unspaced, key=len, reverse=True)
        self._unspaced_pattern = re.compile("|".join(map(re.escape, names))) if names else None

    def find(self, text: str) -> list[Hit]:
        """All aliases in the text, longest first at each place, without overlaps, in the order of the text."""
        hits = list(self._find_words(text))
        if self._unspaced_pattern is not None and UNSPACED.search(text):
            hits += self._find_unspaced(text)
            hits.sort(key=lambda hit: hit.start)
        return hits

    def _find_words(self, text: str) -> Iterator[Hit]:
        spans = [(match.start(), match.end(), match.group()) for match in WORD.finditer(text)]
        keys = [_key(word) for _, _, word in spans]
        position = 0
        while position < len(spans):
            hit = self._longest_at(text, spans, keys, position)
            if hit is None:
                position += 1
                continue
            yield hit
            while position < len(spans) and spans[position][0] < hit.end:
                position += 1

    def _longest_at(self, text: str, spans: list[tuple[int, int, str]], keys: list[str], at: int) -> Hit | None:
        for words, alias in self._by_first.get(keys[at], ()):
            stop = at + len(words)
            if stop > len(spans) or tuple(keys[at:stop]) != words:
                continue
            start, end = spans[at][0], spans[stop - 1][1]
            if alias.text.endswith(".") and text[end : end + 1] == ".":
                end += 1
            if _written_alike(alias.text, text[start:end]) and _is_close(text[start:end], alias.text):
                return Hit(start, end, alias)
        return None

    def _find_unspaced(self, text: str) -> Iterator[Hit]:
        assert self._unspaced_pattern is not None  # noqa: S101  checked by the caller
        for match in self._unspaced_pattern.finditer(text):
            # Short Korean names also occur inside other words, but hardly ever at their beginning.
            if HANGUL.match(match.group()) and match.start() and HANGUL.match(text[match.start() - 1]):
                continue
            yield Hit(match.start(), match.end(), self._unspaced[match.group()])


def fold(word: str) -> str:
    """The word in small letters without accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c))).lower()


def _key(word: str) -> str:
    if not word.isascii() and CYRILLIC.search(word):
        return word.lower() if word.isupper() else _russian_stem(word.lower())
    return fold(word)


def _russian_stem(word: str) -> str:
    for ending in RUSSIAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _written_alike(alias: str, found: str) -> bool:
    """Capitals where the alias has them: every word, or all letters of an acronym."""
    if CYRILLIC.search(alias):
        return found[:1].isupper() or not alias[:1].isupper()
    letters = [c for c in alias if c.isalpha()]
    if len(letters) <= LONGEST_ACRONYM and all(c.isupper() for c in letters):
        return found.replace(".", "").isupper() and ("." in found or "." not in alias or len(letters) > 2)
    alias_words, found_words = WORD.findall(alias), WORD.findall(found)
    return all(
        not own[:1].isupper() or word[:1].isupper() or len(own) == 1
        for own, word in zip(alias_words, found_words, strict=True)
    )


def _is_close(found: str, alias: str) -> bool:
    """The words follow each other as in a name: no sentence end, bracket or line break between them."""
    between = WORD.sub("", found)
    allowed = set(" -–’'.&\u00a0/") | {c for c in alias if not c.isalnum()}
    return all(c in allowed for c in between) and "\n" not in found and (". " not in found or ". " in alias)
