"""Finds the weights by which extraction decides doubtful blocks, from pages whose true text is known.

    python benchmarks/fit_extract.py FOLDER --sets aeb aed wcxb-art fundus fundus_eval --out pipeline/extract/weights.yaml

FOLDER holds NAME.pages.jsonl.gz ({"id","url","html"}) and NAME.gold.jsonl.gz ({"id","text"}). A block is true where the
text has it, or three fifths of its runs of four words. Ridge logistic regression; a block counts by the root of its
words, a page about as much as any other. With --folds the pages are parted by the hash of their id, each part is read
with the weights found on the others, and F1 by the scorer beside FOLDER (score.py) is printed: what to expect of pages
that were not seen. Look at it before the weights are taken over.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.extract_quality import answer, load_scorer, wirewatch
from pipeline.extract import select
from pipeline.extract.article import rule_out
from pipeline.extract.dom import Block, drop_unseen, parse
from pipeline.extract.features import Features, describe
from pipeline.extract.furniture import Context
from pipeline.extract.outline import outline
from pipeline.extract.structured import read_structured
from pipeline.extract.text import letters
from pipeline.extract.titles import find_title

Array = NDArray[np.float64]
RARE = 30  # blocks; features seen on fewer are left out
RIDGE = 300.0  # chosen by the F1 of pages unseen in five folds, and of a set that was not fitted
SHORT_LETTERS = 40  # a shorter block is true only near long true ones
HEADER = """# Weights of the logistic model that decides which blocks of a page belong to its article (features.py names them).
# Found by benchmarks/fit_extract.py; positive speaks for the article. Numbers only: no word of any page is in them.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A block that may belong to the article of its page."""

    fold: int
    features: Features
    is_true: bool
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    folds = max(2, arguments.folds)
    found = [example for name in arguments.sets for example in examples(arguments.folder, name, folds)]
    counts = Counter(name for example in found for name in example.features)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    print(f"{len(found)} blocks, {len(names)} features")
    if arguments.folds:
        weights_for = [fit([example for example in found if example.fold != fold], names) for fold in range(folds)]
        scorer = load_scorer(arguments.folder.parent / "score.py")
        for name in arguments.sets:
            answers = {}
            for page in read(arguments.folder / f"{name}.pages.jsonl.gz"):
                with patch.object(select, "_weights", return_value=weights_for[fold_of(page, folds)]):
                    answers[page["id"]] = answer(wirewatch, page)
            figures = scorer.figures(scorer.score(read(arguments.folder / f"{name}.gold.jsonl.gz"), answers))
            print(f"{name}: F1 {figures['F1']:.4f} on pages not seen when the weights were found")
    if arguments.out:
        weights = fit(found, names)
        lines = [f"{json.dumps(name)}: {value:.3f}" for name, value in sorted(weights.items()) if abs(value) >= 0.0005]
        arguments.out.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def examples(folder: Path, name: str, folds: int) -> list[Example]:
    gold = {row["id"]: row["text"] for row in read(folder / f"{name}.gold.jsonl.gz")}
    return [
        example
        for page in read(folder / f"{name}.pages.jsonl.gz")
        if gold[page["id"]]
        for example in page_examples(page, gold[page["id"]], folds)
    ]


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def page_examples(page: dict[str, Any], text: str, folds: int) -> list[Example]:
    root = parse(page["html"])
    if root is None or root.find("body") is None:
        return []
    data = read_structured(root)
    drop_unseen(root)
    title = find_title(root, data, page["url"])
    cut = outline(root.find("body"))
    ruled = rule_out(cut, Context(title))
    votes, _ = select.ask(cut, page["url"])
    if not votes.first and not votes.second:
        return []
    truth = true_blocks(cut.blocks, text)
    per_page = 30 / np.sqrt(50 + len(text.split()))
    described = describe(cut, votes, ruled, data, title)
    sizes = {index: 1 + len(cut.blocks[index].text.split()) for index in described}
    return [
        Example(fold_of(page, folds), features, index in truth, float(np.sqrt(sizes[index]) * per_page))
        for index, features in described.items()
    ]


def fold_of(page: dict[str, Any], folds: int) -> int:
    return int(hashlib.sha256(page["id"].encode()).hexdigest(), 16) % folds


def true_blocks(blocks: list[Block], text: str) -> set[int]:
    lines = {letters(line) for line in text.split("\n")}
    whole, runs = letters(text), four_words(text)
    truth = set()
    for block in blocks:
        key = letters(block.text)
        if key and (key in lines or (len(key) >= SHORT_LETTERS and (key in whole or shares(block.text, runs)))):
            truth.add(block.index)
    long = sorted(index for index in truth if len(letters(blocks[index].text)) >= SHORT_LETTERS)
    if not long:
        return truth
    return {index for index in truth if long[0] - 4 <= index <= long[-1] + 4}


def four_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


def shares(text: str, runs: set[tuple[str, ...]]) -> bool:
    own = four_words(text)
    return bool(own) and len(own & runs) >= 0.6 * len(own)


def fit(found: list[Example], names: list[str]) -> dict[str, float]:
    column = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(found), len(names)))
    for row, example in enumerate(found):
        for name, value in example.features.items():
            if name in column:
                matrix[row, column[name]] = value
    sign = np.array([1.0 if example.is_true else -1.0 for example in found])
    weight = np.array([example.weight for example in found])
    mean, spread = matrix.mean(0), matrix.std(0) + 1e-3
    scaled = (matrix - mean) / spread

    def loss(point: Array) -> tuple[float, Array]:
        margin = sign * (scaled @ point[:-1] + point[-1])
        slope = -sign * weight / (1 + np.exp(np.clip(margin, -30, 30)))
        value = float(weight @ np.logaddexp(0, -margin)) + RIDGE * float(point[:-1] @ point[:-1])
        return value, np.append(scaled.T @ slope + 2 * RIDGE * point[:-1], slope.sum())

    point = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    raw = point[:-1] / spread
    return {"bias": float(point[-1] - raw @ mean), **dict(zip(names, map(float, raw), strict=True))}


if __name__ == "__main__":
    main()
