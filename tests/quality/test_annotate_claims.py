"""Pinned floors of the claim coder on the development sentences, by the scorer that lies beside them."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.annotate.claim_pipeline import claim_pipeline

FOLDER = Path(__file__).parents[3] / "shared" / "quality" / "arms"
DATA = FOLDER / "dev" / "arms.jsonl.gz"
SHA256 = "5b94ff3d734bd47230759f91bbe2abf4aad0d04e74a6f04322bba3305c488b73"
# Measured on 162 sentences, rounded down; a floor is never lowered silently.
FLOORS = {
    "detect P": 0.95,
    "detect R": 0.85,
    "dyad P": 0.85,
    "dyad R": 0.74,
    "dyad F1": 0.80,
    "category": 0.92,
    "weapon": 0.95,
    "quantity given": 0.90,
    "stance": 0.88,
    "modality": 0.90,
    "negated": 0.94,
    "claimant": 0.85,
}
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the development sentences are not at {DATA}")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("arms_score", FOLDER / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def coded() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    found = []
    for item, doc in zip(items, claim_pipeline().pipe(item["text"] for item in items), strict=True):
        claims = [asdict(claim) for claim in doc._.wirewatch_claims]
        for claim in claims:
            claim["supplier"], claim["recipient"] = list(claim["supplier"]), list(claim["recipient"])
        found.append((item, claims))
    return found


def test_the_data_are_those_that_the_floors_were_measured_on() -> None:
    assert hashlib.sha256(DATA.read_bytes()).hexdigest() == SHA256


def test_the_floors_hold(scorer: ModuleType, coded: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    summary = scorer.summary([scorer.count(item, claims) for item, claims in coded])
    below = {name: (summary[name], floor) for name, floor in FLOORS.items() if summary[name] < floor}
    assert below == {}


def test_confidence_keeps_its_promise(
    scorer: ModuleType, coded: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    sure = right = total = 0
    for item, claims in coded:
        inside = [c for c in claims if c["start"] < item["end"] and c["end"] > item["start"]]
        total += len(inside)
        hits = [
            got
            for gold, got in scorer.match(item["claims"], inside)
            if all(set(gold[side]) == set(got[side]) for side in ("supplier", "recipient"))
        ]
        confident = [claim for claim in inside if claim["confidence"] >= 0.9]
        sure += len(confident)
        right += sum(any(claim is hit for hit in hits) for claim in confident)
    assert sure >= 0.3 * total
    assert right >= 0.95 * sure
