"""All that grouping computes from one document alone; it is the same wherever and whenever it is computed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.group.credit import Credit, read_credit
from pipeline.group.facts import Facts, read_facts, read_names
from pipeline.group.fingerprint import exact_key, sample, shingles, words
from pipeline.records import Document

_BRIEF_WORDS = 40


@dataclass(frozen=True)
class Profile:
    """A document with its words; everything else is computed when it is first asked for, and then kept."""

    document: Document
    words: list[str]

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @cached_property
    def exact_key(self) -> str:
        """SHA-256 of the normalised text."""
        return exact_key(self.words)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Hashes of all runs of five words."""
        return frozenset(shingles(self.words))

    @cached_property
    def sampled(self) -> tuple[int, ...]:
        """The shingles that the index keeps."""
        return sample(shingles(self.words), len(self.words))

    @cached_property
    def trigrams(self) -> frozenset[tuple[str, ...]]:
        """All runs of three words."""
        return frozenset(zip(self.words, self.words[1:], self.words[2:], strict=False))

    @cached_property
    def facts(self) -> Facts:
        """Numbers, names and dates of the text."""
        return read_facts(self.document.text)

    @cached_property
    def name_list(self) -> list[str]:
        """Words of names in the text, as often as they occur; of the headline too where there is hardly more.

        A headline often writes every word with a capital.
        """
        if len(self.words) >= _BRIEF_WORDS:
            return read_names(self.document.text)
        return read_names(f"{self.document.title or ''}\n{self.document.text}")

    @cached_property
    def title_facts(self) -> Facts:
        """Numbers and dates of the headline."""
        return read_facts(self.document.title or "")

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the headline."""
        return frozenset(words(self.document.title or ""))

    @cached_property
    def credit(self) -> Credit:
        """The agency that the text or its record credits."""
        return read_credit(self.document)


def profile(document: Document) -> Profile:
    """The profile of a document."""
    return Profile(document, words(document.text))
