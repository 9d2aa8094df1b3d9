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

FOLDER = Path(__file__).parents[2] / "shared" / "quality" / "extract" / "dev"
PAGES = sorted(path for path in FOLDER.glob("*.pages.jsonl.gz") if not path.name.startswith("injected"))
NOW = datetime.now(UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=PAGES, help='gzipped JSON Lines of {"url","html"}')
    parser.add_argument("--pages", type=int, default=200, help="pages of each file")
    parser.add_argument("--memory-pages", type=int, default=0, help="pages of the memory pass; 0 leaves it out")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    sets = {file.name.split(".")[0]: read(file, arguments.pages) for file in arguments.files}
    for method in METHODS:  # models and patterns are loaded once, outside the measure
        method(*next(iter(sets.values()))[0])
        method("http://localhost/", WARM_UP)
    print(f"{'set':14} {'pages':>6} {'wirewatch':>10} {'trafilatura':>12} {'ratio':>6}   pages a second")
    spent = {name: measure(pages) for name, pages in sets.items()}
    for name, seconds in spent.items():
        row(name, len(sets[name]), *seconds)
    pages = [page for some in sets.values() for page in some]
    row("all", len(pages), *(sum(column) for column in zip(*spent.values(), strict=True)))
    if arguments.memory_pages:
        memory(pages, arguments.memory_pages)


def measure(pages: list[tuple[str, str]]) -> list[float]:
    """Seconds of the processor that each method takes for all pages."""
    seconds = [0.0] * len(METHODS)
    for url, html in pages:
        for number, method in enumerate(METHODS):
            start = time.process_time()
            method(url, html)
            seconds[number] += time.process_time() - start
    return seconds


def row(name: str, count: int, ours: float, theirs: float) -> None:
    print(f"{name:14} {count:6} {count / ours:10.1f} {count / theirs:12.1f} {theirs / ours:6.2f}", flush=True)


def read(file: Path, count: int) -> list[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [(page["url"], page["html"]) for page in map(json.loads, itertools.islice(lines, count))]


def ours(url: str, html: str) -> object:
    return extract_from_html(html, url, fetched_at=NOW)


def theirs(url: str, html: str) -> object:
    return trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)


METHODS: tuple[Callable[[str, str], object], ...] = (ours, theirs)
# A page in Russian whose date must be searched for. The tables of months and days in all languages and the model that tells
# languages apart are loaded when first needed, which takes half a second and would count for whoever needs them first.
WARM_UP = (
    "<html><body><article>"
    + "<p>Порт открылся утром, и первые суда ушли к острову с зерном, углём и почтой для жителей дальних посёлков.</p>"
    * 9
    + "<div class='date'>12. Wintermond 10:15</div><div class='date'>17 сентбря 10:15</div></article></body></html>"
)


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
