"""Pages a second and memory of extraction beside trafilatura with metadata: same pages, same process, same run.

    python benchmarks/extract.py
    python benchmarks/extract.py PAGES.jsonl.gz --pages 200 --memory-pages 5000

Times are of the processor, not of the clock, so that other work on the machine counts little; pages take turns. The
memory pass runs our extractor over the pages again and again and prints what the process holds after each tenth.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from pipeline.extract.article import extract_from_html

PAGES = sorted((Path(__file__).parents[2] / "shared" / "quality" / "extract" / "dev").glob("a*.pages.jsonl.gz"))
NOW = datetime.now(UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=PAGES, help='gzipped JSON Lines of {"url","html"}')
    parser.add_argument("--pages", type=int, default=100, help="pages of each file")
    parser.add_argument("--memory-pages", type=int, default=0, help="pages of the memory pass; 0 leaves it out")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = [page for file in arguments.files for page in read(file, arguments.pages)]
    methods: dict[str, Callable[[str, str], object]] = {"wirewatch": ours, "trafilatura, metadata": theirs}
    for method in methods.values():  # models and patterns are loaded once, outside the measure
        method(*pages[0])
    seconds = dict.fromkeys(methods, 0.0)
    for url, html in pages:
        for name, method in methods.items():
            start = time.process_time()
            method(url, html)
            seconds[name] += time.process_time() - start
    print(f"{'':24} {'pages/s':>8} {'ms/page':>8}   ({len(pages)} pages)")
    for name, spent in seconds.items():
        print(f"{name:24} {len(pages) / spent:8.1f} {1000 * spent / len(pages):8.1f}")
    if arguments.memory_pages:
        memory(pages, arguments.memory_pages)


def read(file: Path, count: int) -> list[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [(page["url"], page["html"]) for page in map(json.loads, itertools.islice(lines, count))]


def ours(url: str, html: str) -> object:
    return extract_from_html(html, url, fetched_at=NOW)


def theirs(url: str, html: str) -> object:
    return trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)


def memory(pages: list[tuple[str, str]], count: int) -> None:
    print(f"\n{'pages':>8} {'MiB held':>9}")
    for number, (url, html) in enumerate(itertools.islice(itertools.cycle(pages), count), start=1):
        ours(url, html)
        if number % max(1, count // 10) == 0:
            print(f"{number:8} {resident_mib():9.0f}", flush=True)


def resident_mib() -> float:
    """Memory of this process that is in use, from /proc (Linux)."""
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return held * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
