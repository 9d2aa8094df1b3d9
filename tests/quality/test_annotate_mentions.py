"""Pinned floors for names, actors, attribution, dates and places, on the first rows of each development set."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.annotate import extensions
from pipeline.annotate.jsonl import parse_time, to_json
from pipeline.records import Annotation
from tests.annotate.reading import annotator

FOLDER = Path(__file__).parents[3] / "shared" / "quality" / "events"
# Set: rows read, digest of the file, and the floor of each measure on these rows, rounded down. Never lowered silently.
SETS: dict[str, tuple[int, str, dict[str, float]]] = {}
pytestmark = pytest.mark.skipif(not (FOLDER / "dev").exists(), reason=f"the development sets are not at {FOLDER}")


@lru_cache(maxsize=1)
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("events_score", FOLDER / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(name: str, count: int) -> dict[str, float]:
    """The scorer's figures on the first rows of a set, coded without events and claims."""
    with gzip.open(FOLDER / "dev" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:count]
    predictions = {row["id"]: coded(row) for row in rows}
    options = argparse.Namespace(samples=0, seed=1)
    lines = scorer().SCORERS[name](name, rows, predictions, options)
    return {line.measure: line.value for line in lines if line.value is not None}


def coded(row: dict[str, Any]) -> dict[str, Any]:
    nlp = annotator().nlp
    doc = nlp.make_doc(row["text"])
    doc._.wirewatch_published_at = parse_time(row.get("published_at"))
    with nlp.select_pipes(disable=[extensions.EVENTS, extensions.CLAIMS]):
        doc = nlp(doc)
    annotation = Annotation(
        mentions=doc._.wirewatch_mentions,
        attributions=doc._.wirewatch_attributions,
        dates=doc._.wirewatch_dates,
        places=doc._.wirewatch_places,
    )
    answer: dict[str, Any] = json.loads(json.dumps(to_json(annotation)))
    return answer


@pytest.mark.parametrize("name", sorted(SETS))
def test_each_measure_stays_above_its_floor(name: str) -> None:
    count, digest, floors = SETS[name]
    path = FOLDER / "dev" / f"{name}.jsonl.gz"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, f"{path} changed: measure again and pin new floors"

    figures = measured(name, count)

    below = {measure: figures[measure] for measure, floor in floors.items() if figures[measure] < floor}
    assert not below, f"{name} fell below its floors: {below}"
