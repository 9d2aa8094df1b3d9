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
SETS: dict[str, tuple[int, str, dict[str, float]]] = {
    "plover_gsr": (
        138,
        "00ad139a816a9fef79911dedac9dd5de8d47f15e46582b7398e034564c78068c",
        {"actor country accuracy": 0.93, "actor role accuracy": 0.8},
    ),
    "polnear": (
        20,
        "2f41449869359f99eaefd123d4a6812ad43fcadcd3762e6b6991f3ebffbad78d",
        {"source+cue F1": 0.69, "source+cue+content F1": 0.51},
    ),
    "timebank_tbaq": (
        30,
        "a4ebfb4a8d3bd46a50a88ff7583e81729407b94b21d17128d626b2b18bcb8b36",
        {"day exact, of all gold days": 0.87, "value exact, all gold dates with a year": 0.86},
    ),
    "geo_lgl": (
        20,
        "d25490abb42be223891010e497671bd33835c4ab7d86a82302ebbb4c9635d9df",
        {"accuracy at 161 km, all gold toponyms": 0.63},
    ),
    "geo_trnews": (
        12,
        "93f7c7ee24deaa30ca98e8afe84ec7738d6a2bc4aa988d7af9911b5dfe5e6bef",
        {"accuracy at 161 km, all gold toponyms": 0.78},
    ),
    "geo_geowebnews": (
        12,
        "cd37161670b368056c6b26d02b103c057f1ed79dd098b14aca21a1973a43a8b9",
        {"accuracy at 161 km, all gold toponyms": 0.54},
    ),
    "geo_geovirus": (
        25,
        "5762337d834fa9ebaa3fd8f3d28180408e2f1cd2f1b4681633a5627e10fe6118",
        {"accuracy at 161 km, all gold toponyms": 0.7},
    ),
    "ner_conllpp2020": (
        150,
        "1134f72a2cd7fca7cded764b22d2085f9dabcfc81b2afffa237a4a2b12b006b1",
        {"exact span, PER+ORG+LOC F1": 0.87},
    ),
    "ner_worldwide": (
        200,
        "1d503e520009858df363cd8ef6e331bcd815b4d9586dbef33639ea9d81058d71",
        {"exact span, PER+ORG+LOC F1": 0.8},
    ),
    "ner_re3d": (
        120,
        "9d126b76d6276c156b7a8f70688eacc4ce9298d19609c6fbe56c8619417f0756",
        {"exact span, PER+ORG+LOC F1": 0.49},
    ),
    "ner_crossner_politics": (
        120,
        "bab856777058022089bf1253d9004dc910f30eb6ac8cf15886520b0f2c1213c2",
        {"exact span, PER+ORG+LOC F1": 0.7},
    ),
}
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
