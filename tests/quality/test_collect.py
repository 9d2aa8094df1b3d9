"""Pinned floors of the collector: address pairs, and every fifth feed document of the development set."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.collect.canonical import canonical_url
from pipeline.collect.feed_document import NotAFeed
from pipeline.collect.parse_feed import parse_feed

SHARED = Path(__file__).parents[3] / "shared"
# file, its digest, pairs of one article that must be found
PAIRS = [
    ("collect/url_pairs_dev.jsonl", "ad61dff8521e97e6ab1c1413bafa4783472ecc2dd185f753c456f71978a1f30a", 35),
    (
        "quality/group/dev/url_keys.pairs.jsonl.gz",
        "32e7de80b50654630b38a503d61d3cbfb117cda491028c5ef2776e7dc3f12f8f",
        41,
    ),
]
FEEDS, FEEDS_SHA256 = (
    SHARED / "collect" / "feeds_dev.tar.gz",
    "8a094bf23e66bd7cce8449b84f304cba4b9cc4fa6cddc69e63649890b7966e6b",
)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not FEEDS.exists(), reason=f"the development feeds are not at {FEEDS}")


@pytest.mark.parametrize(("name", "digest", "floor"), PAIRS)
def test_no_two_articles_are_merged_and_the_pairs_of_one_are_found(name, digest, floor):
    data = (SHARED / name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == digest
    lines = (gzip.decompress(data) if name.endswith(".gz") else data).decode().splitlines()
    pairs = [json.loads(line) for line in lines]
    merged = [(canonical_url(pair["a"]) == canonical_url(pair["b"]), pair) for pair in pairs]
    is_same = [pair["same"] if "same" in pair else pair["label"] == "same" for pair in pairs]
    assert [pair for (is_merged, pair), same in zip(merged, is_same, strict=True) if is_merged and not same] == []
    assert sum(is_merged and same for (is_merged, _), same in zip(merged, is_same, strict=True)) >= floor


def test_the_items_of_real_and_broken_feeds_are_found():
    assert hashlib.sha256(FEEDS.read_bytes()).hexdigest() == FEEDS_SHA256
    with (SHARED / "collect" / "feeds_dev.csv").open(newline="") as lines:
        rows = {row["path"]: row for row in list(csv.DictReader(lines))[::5]}
    right = stated = fewer = 0
    with tarfile.open(FEEDS) as tar:
        for member in tar:
            row = rows.get(member.name.removeprefix("./").removeprefix("feeds_dev/"))
            file = tar.extractfile(member) if row else None
            if row is None or file is None:
                continue
            try:
                document = parse_feed(file.read(), "https://example.org/feed", NOW)
            except NotAFeed:
                count = 0
            else:
                count = document.total_count
                texts = [text for item in document.items for text in (item.title, item.summary, item.guid) if text]
                assert not any("\x00" in text for text in texts)
            if row["items_expected"]:
                stated += 1
                right += count == int(row["items_expected"])
            else:
                fewer += count < int(row["items_feedparser"] or 0)
    assert (stated - right, fewer) == (0, 0)
