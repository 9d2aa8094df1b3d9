"""Floors of the event coder on samples of the development sets; the full table is in docs/quality.md."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
from collections import defaultdict
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.annotate.factuality import factualities
from pipeline.records import Event
from tests.annotate.event_pipeline import pipeline

DATA = Path(__file__).resolve().parents[3] / "shared" / "quality" / "events"
DIGESTS = {
    "plv": "13bc37d19d829b349d69a48cc237f2ced1be09f951733d74ceb5c4f7986d61ce",
    "plover_gsr": "00ad139a816a9fef79911dedac9dd5de8d47f15e46582b7398e034564c78068c",
    "newswire_random": "1de72ab4f86e267c42382f7f04052fd431bcade369b3bc473f624551412cbaf3",
    "factuality_uw": "845c4e9fbbda86ed5b789525b68e540d4ef08eec893ab7dd344a77aaa458bcf8",
}
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the gold sets of ../shared/quality/events are not here")


@lru_cache(maxsize=1)
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("events_score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name: str, step: int) -> list[dict[str, Any]]:
    """Each `step`-th row of a set whose digest is the pinned one."""
    body = (DATA / "dev" / f"{name}.jsonl.gz").read_bytes()
    assert hashlib.sha256(body).hexdigest() == DIGESTS[name], f"{name} has changed; measure anew and pin its digest"
    return [json.loads(line) for line in gzip.decompress(body).splitlines()][::step]


def as_json(event: Event) -> dict[str, Any]:
    return {**asdict(event), "trigger": list(event.trigger), "event_date": None}


def predictions(sample: list[dict[str, Any]]) -> list[dict[str, Any]]:
    docs = pipeline().pipe(row["text"] for row in sample)
    return [
        {
            "mentions": [asdict(mention) for mention in doc._.wirewatch_mentions],
            "events": [as_json(event) for event in doc._.wirewatch_events],
        }
        for doc in docs
    ]


def test_source_target_and_type_of_marked_events_keep_their_floors() -> None:
    score = scorer()
    sample = rows("plv", 4)
    counts: dict[str, int] = defaultdict(int)
    for row, answer in zip(sample, predictions(sample), strict=True):
        found = score.events_of(answer, row["text"])
        counts["events"] += len(found)
        if not (row["source_spans"] and row["target_spans"]):
            continue
        counts["rows"] += 1
        if found:
            main = found[0]
            right = main["root"] == row["root"]
            parties = all(
                score.spans_match(row["text"], main[f"{side}_spans"], row[f"{side}_spans"])
                for side in ("source", "target")
            )
            counts["type"] += right
            counts["triple"] += right and parties
    assert counts["triple"] / counts["rows"] >= 0.68
    assert counts["type"] / counts["rows"] >= 0.80
    assert counts["events"] / len(sample) <= 1.6


def test_events_that_are_called_sure_are_right() -> None:
    score = scorer()
    sample = rows("plv", 1)
    total = sure = right = 0
    for row, answer in zip(sample, predictions(sample), strict=True):
        for event, read in zip(answer["events"], score.events_of(answer, row["text"]), strict=True):
            total += 1
            if event["confidence"] >= 0.9:
                sure += 1
                right += read["root"] == row["root"] and all(
                    not row[f"{side}_spans"]
                    or score.spans_match(row["text"], read[f"{side}_spans"], row[f"{side}_spans"])
                    for side in ("source", "target")
                )
    assert sure / total >= 0.20
    assert right / sure >= 0.95


def test_country_triples_keep_their_floors() -> None:
    score = scorer()
    sample = rows("plover_gsr", 1)
    wanted = found_triples = right = hit = 0
    for row, answer in zip(sample, predictions(sample), strict=True):
        sources = {actor["country"] for actor in row["source"] if actor["country"]}
        targets = {actor["country"] for actor in row["target"] if actor["country"]}
        if not (sources and targets):
            continue
        wanted += 1
        triples = {
            (event["countries"][0], event["root"], event["countries"][1])
            for event in score.events_of(answer, row["text"])
            if all(event["countries"])
        }
        fitting = {t for t in triples if t[0] in sources and t[1] == row["root"] and t[2] in targets}
        found_triples += len(triples)
        right += len(fitting)
        hit += bool(fitting)
    assert right / found_triples >= 0.66
    assert hit / wanted >= 0.57


def test_ordinary_newswire_yields_few_events_between_two_actors() -> None:
    score = scorer()
    sample = rows("newswire_random", 4)
    dyadic = sum(
        bool(score.dyadic_events(score.events_of(answer, row["text"])))
        for row, answer in zip(sample, predictions(sample), strict=True)
    )
    assert dyadic / len(sample) <= 0.13


def test_factuality_of_three_classes_keeps_its_floor() -> None:
    score = scorer()
    sample = rows("factuality_uw", 3)
    counts: dict[str, int] = defaultdict(int)
    for row, doc in zip(sample, pipeline().pipe(row["text"] for row in sample), strict=True):
        marks = factualities(doc)
        for target in row["targets"]:
            gold = score.class_of(target["label"])
            got = next((m for m in marks if m.start < target["end"] and target["start"] < m.end), None)
            if got is None:
                continue
            predicted = score.class_of(got.value)
            counts[f"f|gold|{gold}"] += 1
            counts[f"f|pred|{predicted}"] += 1
            counts[f"f|hit|{gold}"] += predicted == gold
    assert score.macro_f1(counts, "+-?", "f") >= 0.60
