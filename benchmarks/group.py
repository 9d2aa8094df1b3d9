"""Cost of finding copies as the warehouse grows: our index in PostgreSQL beside datasketch's MinHashLSH in memory.

    python benchmarks/group.py                          # 10k, 100k and 300k documents
    python benchmarks/group.py --sizes 10000 1000000 --datasketch-up-to 10000

The documents are invented: 230 words, one in ten a near copy, one in five with one of five tails; so are the vectors of
their stories, which only take their room. Each size is measured with 300 cut copies of documents in the index, one
look-up at a time, the best of five tries, so that other work on the machine says little. The last line gives the
growth of our look-ups; it should be near 1. Documents a second count hashing and insertion.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import psycopg

from pipeline.group.profile import Profile, profile
from pipeline.group.story import KEY_TERMS, StoryTerms, Telling
from pipeline.records import Document
from pipeline.settings import Settings
from pipeline.steps.group_index import ArticleText, Reach, WarehouseIndex, add_entries, document_id
from pipeline.warehouse.connect import connect
from pipeline.warehouse.embedded import ensure_server, remove_server
from pipeline.warehouse.migrate import migrate

PROBES = 300
TRIES = 5  # of each look-up; the best counts
CHUNK = 2000
START = datetime(2031, 1, 1, tzinfo=UTC)
PER_DAY = 4000  # documents; so that windows hold a share of a large warehouse, as in life
WINDOW = timedelta(days=15)
TERMS, NAMES = 128, 20  # of a telling; names and numbers are among the terms
INDEX_TABLES = ("article_shingle", "article_fingerprint")
SOUNDS = ("b c d f g h k l m n p r s t v w", "a e i o u ai ou", "l n r s t x nd rk st lm")
VOCABULARY = ["".join(parts) for parts in itertools.product(*(sounds.split(" ") for sounds in SOUNDS))]
COLUMNS = (
    ("documents", 9), ("ours: look-up ms p50/p95", 25), ("docs/s", 6), ("index bytes", 11), ("all bytes", 9),
    ("copies found", 12), ("datasketch: look-up ms p50/p95", 31), ("docs/s", 6), ("bytes", 7), ("copies found", 12),
)  # fmt: skip


def invented(count: int, seed: int = 1) -> Iterator[Document]:
    """Documents of about 230 words; words are as unevenly frequent as in a language."""
    chance = random.Random(seed)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))
    tails = [" ".join(chance.choices(VOCABULARY, cum_weights=weights, k=30)) for _ in range(5)]
    recent: list[str] = []
    for number in range(count):
        text = _cut(chance, chance.choice(recent)) if recent and chance.random() < 0.1 else ""
        text = text or " ".join(chance.choices(VOCABULARY, cum_weights=weights, k=230))
        if chance.random() < 0.2:
            text = f"{text} {chance.choice(tails)}"
        recent = [*recent[-200:], text]
        yield Document(document_id(number + 1), text, None, START + timedelta(days=number / PER_DAY), "paper.example")


def probes_of(last: list[Profile], seed: int) -> list[Profile]:
    """Cut copies of documents that are in the index: all of them should be found."""
    chance = random.Random(seed)
    return [
        profile(replace(one.document, text=_cut(chance, one.document.text))) for one in chance.choices(last, k=PROBES)
    ]


def _cut(chance: random.Random, text: str) -> str:
    words = text.split()
    return " ".join(words[: chance.randint(70, len(words))]) if len(words) > 70 else text


def main() -> None:
    """Fill, measure at each size, print one row each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    parser.add_argument(
        "--datasketch-up-to", type=int, default=300_000, metavar="N", help="its index takes some 30 KB a document"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as folder:
        settings = Settings(home=Path(folder), profile="main", warehouse_url=None)
        server = ensure_server(settings)
        try:
            migrate(settings)
            run(server.conninfo("owner"), sorted(options.sizes), options.datasketch_up_to)
        finally:
            remove_server(settings)


def run(conninfo: str, sizes: list[int], peer_limit: int) -> None:
    """Measure both indexes at each size; the peer's up to a limit."""
    print("  ".join(name.rjust(width) for name, width in COLUMNS))
    peer = _Peer() if peer_limit >= sizes[0] else None
    documents = invented(sizes[-1])
    filled, medians, chunk = 0, [], []
    with connect(conninfo, application_name="benchmark") as connection:
        for size in sizes:
            peer = peer if size <= peer_limit else None
            ours_seconds = peer_seconds = 0.0
            before = filled
            while filled < size:
                new = list(itertools.islice(documents, min(CHUNK, size - filled)))
                began = time.perf_counter()
                chunk = [_hashed(document) for document in new]
                ours_seconds += time.perf_counter() - began + _timed(_insert, connection, chunk)
                peer_seconds += _timed(peer.insert_all, chunk) if peer else 0.0
                filled += len(chunk)
            connection.execute("ANALYZE core.article_shingle, core.article_fingerprint")
            connection.commit()
            probes = probes_of(chunk, size)
            ours, found = _probe(probes, partial(_look_up, connection))
            index_bytes, all_bytes = _bytes(connection)
            cells = [size, _spread(ours), f"{(filled - before) / ours_seconds:.0f}", index_bytes // filled]
            cells += [all_bytes // filled, f"{found}/{PROBES}"]
            if peer:
                theirs, found = _probe(probes, peer.look_up)
                cells += [_spread(theirs), f"{(filled - before) / peer_seconds:.0f}", peer.bytes() // filled]
                cells += [f"{found}/{PROBES}"]
            print(
                "  ".join(str(cell).rjust(width) for cell, (_, width) in zip(cells, COLUMNS, strict=False)), flush=True
            )
            medians.append(statistics.median(ours))
    print(f"growth of our look-ups from {sizes[0]} to {sizes[-1]} documents: {medians[-1] / medians[0]:.2f}")


def _hashed(document: Document) -> Profile:
    one = profile(document)
    _ = one.sampled, one.exact_key
    return one


def _insert(connection: psycopg.Connection[tuple[object, ...]], chunk: list[Profile]) -> None:
    entries = [(_article(one), one) for one in chunk]
    tellings = {one.id: _telling(one) for one in chunk}
    for moment in {entry[0].first_seen_at.strftime("%Y-%m-01") for entry in entries}:
        connection.execute("SELECT ops.ensure_partitions(%s)", (moment,))
    add_entries(connection, entries, tellings)
    connection.commit()


def _telling(one: Profile) -> Telling:
    """As many terms as a telling of such a text has."""
    chance = random.Random(one.exact_key)
    words, names = (
        {chance.getrandbits(31): round(chance.uniform(1, 4), 3) for _ in range(count)}
        for count in (TERMS - NAMES, NAMES)
    )
    return Telling(
        one.id, "", one.document.published_at, StoryTerms(words, names), keys=tuple([*names, *words][:KEY_TERMS])
    )


def _article(one: Profile) -> ArticleText:
    assert one.document.published_at is not None
    return ArticleText(int(one.id[1:]), one.document.published_at, one.document, "owner")


def _look_up(connection: psycopg.Connection[tuple[object, ...]], one: Profile) -> bool:
    """Whether the original comes back; what the placing of a document asks of the index."""
    article = _article(one)
    return article.article_id in WarehouseIndex.candidates(connection, [one], Reach.of([article], WINDOW))[0]


def _probe(probes: list[Profile], look_up: Callable[[Profile], bool]) -> tuple[list[float], int]:
    times, found = [], 0
    for one in probes:
        _ = one.sampled, one.exact_key
        tries = []
        for _ in range(TRIES):
            began = time.perf_counter()
            is_found = look_up(one)
            tries.append(1000 * (time.perf_counter() - began))
        found += is_found
        times.append(min(tries))
    return times, found


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.2f} / {ordered[int(0.95 * len(ordered))]:.2f}"


def _timed(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def _bytes(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[int, int]:
    """Bytes of the look-up index (shingles with their table, other indexes) and of all tables of grouping."""
    row = connection.execute(
        """
        SELECT
            sum(CASE WHEN parent.relname = 'article_shingle' THEN pg_total_relation_size(part.oid)
                     ELSE pg_indexes_size(part.oid) END)::bigint,
            sum(pg_total_relation_size(part.oid))::bigint
        FROM pg_inherits
        INNER JOIN pg_class AS part ON part.oid = pg_inherits.inhrelid
        INNER JOIN pg_class AS parent ON parent.oid = pg_inherits.inhparent
        WHERE parent.relname = ANY(%s)
        """,
        (list(INDEX_TABLES),),
    ).fetchone()
    assert row is not None
    return int(str(row[0])), int(str(row[1]))


class _Peer:
    """datasketch's MinHashLSH over the same five-word runs."""

    def __init__(self) -> None:
        """An empty index with its default of 128 permutations and a threshold of 0.5."""
        from datasketch import MinHashLSH

        self._index = MinHashLSH(threshold=0.5, num_perm=128)
        self._before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def insert_all(self, profiles: list[Profile]) -> None:
        """Add documents."""
        for one in profiles:
            self._index.insert(one.id, self._sketch(one))

    def look_up(self, one: Profile) -> bool:
        """Whether the original comes back; the sketch is part of the price."""
        return one.id in self._index.query(self._sketch(one))

    def bytes(self) -> int:
        """Growth of the process; an upper bound, since the texts of a chunk are in it too."""
        return 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - self._before)

    @staticmethod
    def _sketch(one: Profile) -> object:
        from datasketch import MinHash

        sketch = MinHash(num_perm=128)
        sketch.update_batch([value.to_bytes(8, "big") for value in one.shingles])
        return sketch


if __name__ == "__main__":
    main()
