"""What is known of a site: which blocks come back on page after page. Pure functions; storing is left to the caller."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import xxhash

from pipeline.extract.text import letters

VERSION = 1
MAX_BLOCKS = 2000  # fingerprints kept for a site; the rarest and oldest go first
MIN_PAGES = 4  # pages of a site that must have been seen before anything is called furniture
MIN_REPEATS = 3
FURNITURE_SHARE = 0.2  # a block on this share of a site's pages is furniture
MIN_LETTERS = 8
_HALVE_AT = 1000  # pages after which counts are halved, so that a redesign is learned
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SiteBlocks:
    """Counts of block fingerprints over the pages of a site; `version` tells how fingerprints were made."""

    pages: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)
    version: int = VERSION

    def to_json(self) -> dict[str, object]:
        """A JSON-ready form; fingerprints become strings because 64 bits do not fit JSON numbers."""
        return {
            "version": self.version,
            "pages": self.pages,
            "counts": {str(key): count for key, count in self.counts.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> SiteBlocks:
        """The memory of `to_json`; an empty one where the stored form has another version."""
        counts = stored.get("counts")
        pages = stored.get("pages")
        if stored.get("version") != VERSION or not isinstance(counts, Mapping) or not isinstance(pages, int):
            return cls()
        return cls(pages, {int(key): int(count) for key, count in counts.items()})


def fingerprint(text: str) -> int:
    """A stable 64-bit number for a block: case, spacing, punctuation and digits do not count."""
    return xxhash.xxh3_64_intdigest(letters(_DIGITS.sub("", text)).encode())


def page_fingerprints(texts: Iterable[str]) -> frozenset[int]:
    """The fingerprints of a page's blocks, each once; blocks of a few letters are passed over."""
    return frozenset(fingerprint(text) for text in texts if len(text) >= MIN_LETTERS)


def merge(memory: SiteBlocks, pages: Iterable[frozenset[int]]) -> SiteBlocks:
    """`memory` with further pages of the site counted; bounded to MAX_BLOCKS fingerprints.

    Each page must be given once: a page counted twice would make its own article look repeated.
    """
    counts = dict(memory.counts) if memory.version == VERSION else {}
    seen = memory.pages if memory.version == VERSION else 0
    for page in pages:
        seen += 1
        for key in page:
            counts[key] = counts.get(key, 0) + 1
        if seen >= _HALVE_AT:
            seen //= 2
            counts = {key: count // 2 for key, count in counts.items() if count > 1}
    if len(counts) > MAX_BLOCKS:
        kept = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MAX_BLOCKS]
        counts = dict(kept)
    return SiteBlocks(seen, counts)


def site_furniture(memory: SiteBlocks | None) -> frozenset[int]:
    """Fingerprints that are furniture for the site; none while too few pages are known."""
    if memory is None or memory.version != VERSION or memory.pages < MIN_PAGES:
        return frozenset()
    least = max(MIN_REPEATS, FURNITURE_SHARE * memory.pages)
    return frozenset(key for key, count in memory.counts.items() if count >= least)
