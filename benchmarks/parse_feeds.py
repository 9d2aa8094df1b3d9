"""Reads every feed document of a tar file with Wirewatch and with plain feedparser; prints what each makes of them.

    python benchmarks/parse_feeds.py [--tar PATH] [--expected CSV] [--every 1] [--rejected]

The CSV has the columns path, format, items_expected (empty where unknown). "plain feedparser" is `feedparser.parse(bytes)`
at its defaults. Mojibake is counted as U+FFFD in a title where the document's bytes hold none.
"""

from __future__ import annotations

import argparse
import csv
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from pipeline.collect.feed_document import NotAFeed
from pipeline.collect.parse_feed import parse_feed

DATA = Path(__file__).parents[2] / "shared" / "collect"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
REPLACEMENT = "\ufffd"


@dataclass
class Tally:
    """What one reader made of the documents."""

    files: int = 0
    parsed: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    items: int = 0
    stated: int = 0
    right: int = 0
    crashed: int = 0
    mojibake: int = 0
    with_nul: int = 0
    without_date: int = 0

    def count(self, titles: list[str], dates: int, expected: str, has_replacement: bool) -> None:
        self.parsed += 1
        self.items += len(titles)
        self.without_date += len(titles) - dates
        self.mojibake += not has_replacement and any(REPLACEMENT in title for title in titles)
        self.with_nul += any("\x00" in title for title in titles)
        self.check(len(titles), expected)

    def check(self, found: int, expected: str) -> None:
        if expected:
            self.stated += 1
            self.right += found == int(expected)


def ours(data: bytes, expected: str, tally: Tally, has_replacement: bool) -> str | None:
    """Read a document with Wirewatch; gives the reason where it is rejected."""
    try:
        document = parse_feed(data, "https://example.org/feed", NOW)
    except NotAFeed as refusal:
        tally.rejected[str(refusal.outcome)] += 1
        tally.check(0, expected)
        return f"{refusal.outcome}: {refusal}"
    except Exception as error:
        tally.crashed += 1
        return f"crashed: {type(error).__name__}: {error}"
    titles = [item.title or "" for item in document.items]
    titles += [""] * (document.total_count - len(titles))
    tally.count(titles, sum(1 for item in document.items if item.published_at), expected, has_replacement)
    return None


def plain(data: bytes, expected: str, tally: Tally, has_replacement: bool) -> None:
    """Read a document with feedparser as it is."""
    try:
        parsed = feedparser.parse(data)
    except Exception:
        tally.crashed += 1
        tally.check(-1, expected)
        return
    if not parsed.version and not parsed.entries:
        tally.rejected["no version, no entry"] += 1
        tally.check(0, expected)
        return
    titles = [str(entry.get("title") or "") for entry in parsed.entries]
    dates = sum(1 for entry in parsed.entries if entry.get("published_parsed") or entry.get("updated_parsed"))
    tally.count(titles, dates, expected, has_replacement)


def summed(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    total = Tally()
    for tally in tallies:
        for part in fields(Tally):
            setattr(total, part.name, getattr(total, part.name) + getattr(tally, part.name))
    return total


def documents(tar: Path, expected: Path, every: int) -> Iterator[tuple[str, str, str, bytes]]:
    """Path, format, number of items where it is known, and bytes of each document."""
    with expected.open(newline="") as lines:
        rows = {row["path"]: row for row in list(csv.DictReader(lines))[::every]}
    with tarfile.open(tar) as archive:
        for member in archive:
            row = rows.get(member.name.removeprefix("./").removeprefix(f"{tar.name.partition('.')[0]}/"))
            file = archive.extractfile(member) if row else None
            if row is not None and file is not None:
                yield row["path"], row["format"], row["items_expected"], file.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tar", type=Path, default=DATA / "feeds_dev.tar.gz")
    parser.add_argument("--expected", type=Path, default=DATA / "feeds_dev.csv")
    parser.add_argument("--every", type=int, default=1, help="only each n-th document")
    parser.add_argument("--rejected", action="store_true", help="name what was rejected, with the reason")
    wanted = parser.parse_args()
    by_format: dict[str, tuple[Tally, Tally]] = {}
    refused: list[str] = []
    for path, form, expected, data in documents(wanted.tar, wanted.expected, wanted.every):
        has_replacement = REPLACEMENT.encode() in data or b"#xfffd" in data.lower() or b"#65533" in data
        mine, theirs = by_format.setdefault(form or "unknown", (Tally(), Tally()))
        mine.files += 1
        theirs.files += 1
        reason = ours(data, expected, mine, has_replacement)
        plain(data, expected, theirs, has_replacement)
        if reason:
            refused.append(f"  {path}: {reason}")
    every = list(by_format.values())
    by_format["all"] = (summed(mine for mine, _ in every), summed(theirs for _, theirs in every))
    heads = ("files", "parsed", "rejected", "crashed", "items", "no date", "counts met", "mojibake", "NUL")
    print(f"{'format':22}{'reader':12}" + "".join(f"{head:>12}" for head in heads))
    for name, tallies in sorted(by_format.items(), key=lambda entry: (entry[0] == "all", entry[0])):
        for reader, tally in zip(("wirewatch", "feedparser"), tallies, strict=True):
            met = f"{tally.right}/{tally.stated}"
            figures = (tally.files, tally.parsed, sum(tally.rejected.values()), tally.crashed, tally.items)
            print(
                f"{name:22}{reader:12}"
                + "".join(f"{n!s:>12}" for n in (*figures, tally.without_date, met, tally.mojibake, tally.with_nul))
            )
    for reader, tally in zip(("wirewatch", "feedparser"), by_format.get("all", ()), strict=False):
        print(f"{reader} rejected: {dict(tally.rejected)}")
    if wanted.rejected:
        print(*refused, sep="\n")


if __name__ == "__main__":
    main()
