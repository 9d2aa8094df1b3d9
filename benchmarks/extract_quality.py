"""Quality of extraction beside its peers: the same pages, the same scorer, one table.

    .venv/bin/uv pip install --python .venv/bin/python newspaper4k readability-lxml   # the extra bench
    python benchmarks/extract_quality.py
    python benchmarks/extract_quality.py ../shared/quality/extract --sets aed traf --methods wirewatch newspaper4k

The folder holds score.py and dev/*.pages.jsonl.gz with dev/*.gold.jsonl.gz. A peer that is not installed is left out. A
peer's title and date are taken where it gives any; readability gives no date, resiliparse neither.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

from pipeline.extract.article import extract_from_html
from pipeline.extract.jsonl import article_fields

FOLDER = Path(__file__).parents[2] / "shared" / "quality" / "extract"
NOW = datetime.now(UTC)
COLUMNS = ("F1", "in", "out", "leak", "injected", "title", "date", "refused")
Answer = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where score.py and dev/ lie")
    parser.add_argument("--sets", nargs="*", help="names of sets; all otherwise")
    parser.add_argument("--methods", nargs="*", choices=list(METHODS), default=list(METHODS))
    parser.add_argument("--pages", type=int, help="only the first pages of each set")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    scorer = load_scorer(arguments.folder / "score.py")
    names = arguments.sets or sorted(
        path.name.split(".")[0] for path in (arguments.folder / "dev").glob("*.pages.jsonl.gz")
    )
    methods = [name for name in arguments.methods if name not in NEEDS or importlib.util.find_spec(NEEDS[name])]
    print(f"| set | method | {' | '.join(COLUMNS)} |")
    print(f"|---|---|{'---|' * len(COLUMNS)}")
    for name in names:
        pages, gold = (
            scorer.read(arguments.folder / "dev" / f"{name}.{kind}.jsonl.gz")[: arguments.pages]
            for kind in ("pages", "gold")
        )
        for method in methods:
            answers = {page["id"]: answer(METHODS[method], page) for page in pages}
            figures = scorer.figures(scorer.score(gold, answers))
            cells = ["–" if figures[column] is None else f"{figures[column]:.3f}" for column in COLUMNS]
            print(f"| {name} | {method} | {' | '.join(cells)} |", flush=True)


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(method: Callable[[str, str], Answer], page: dict[str, str]) -> Answer:
    """What a method says of a page; a page on which it fails counts as refused."""
    try:
        return method(page["url"], page["html"])
    except Exception:  # peers fail in their own ways; all of them are an empty answer
        return {}


def wirewatch(url: str, html: str) -> Answer:
    return article_fields(extract_from_html(html, url, fetched_at=NOW))


def by_trafilatura(url: str, html: str, **options: bool) -> Answer:
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False, **options)
    return {"text": found.text, "title": found.title, "published_at": found.date} if found else {}


def by_precision(url: str, html: str) -> Answer:
    return by_trafilatura(url, html, favor_precision=True)


def by_newspaper(url: str, html: str) -> Answer:
    import newspaper

    article = newspaper.Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    moment = article.publish_date
    return {"text": article.text, "title": article.title, "published_at": moment.isoformat() if moment else None}


def by_readability(url: str, html: str) -> Answer:
    from readability import Document

    document = Document(html, url=url)
    tree = lxml_html.fromstring(document.summary(html_partial=True))
    blocks = [
        " ".join(block.text_content().split()) for block in tree.iter("p", "li", "h2", "h3", "h4", "blockquote", "td")
    ]
    return {"text": "\n\n".join(filter(None, blocks)), "title": document.short_title()}


def by_resiliparse(url: str, html: str) -> Answer:
    return {
        "text": extract_plain_text(
            html, main_content=True, alt_texts=False, list_bullets=False, preserve_formatting=True
        )
    }


METHODS: dict[str, Callable[[str, str], Answer]] = {
    "wirewatch": wirewatch,
    "trafilatura": by_trafilatura,
    "trafilatura, precision": by_precision,
    "newspaper4k": by_newspaper,
    "readability": by_readability,
    "resiliparse": by_resiliparse,
}
NEEDS = {"newspaper4k": "newspaper", "readability": "readability"}


if __name__ == "__main__":
    main()
