"""Pinned floors of grouping on the development documents, by the scorer that lies beside them."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "quality" / "group"
WIREWATCH = Path(sys.executable).with_name("wirewatch")
SHA256 = {
    "natural.docs": "382910f9a72fb9ff36f54f92572d6070f29d4a04147a65180237072dc9ee0938",
    "serial.docs": "954f1a2c6c2998107d7586c91b36065648216083b124efd6373a29164227800f",
    "fnc.docs": "1d08fd7c33fd4d2a499f9c9980927c3fe1f02ce7915361b136b3bcaa9650c5dd",
    "ecb.docs": "34eb1c5c5fe7a9382537d6c4c135728304a2244e474bfb958a982534586e75fc",
    "bloomberg.docs": "3837aff6acb920608d6004d1904a183ff69f9445d7769285a8384c8176269f0f",
}
# (set, measure): the least value, or the greatest where the measure is a harm. Measured on all documents of the set and
# rounded away from what was measured; never loosened silently. The set synd (F1 .990) takes too long for this place.
AT_LEAST = {
    ("natural", "copies: F1"): 0.95,
    ("natural", "copies: recall"): 0.98,
    ("serial", "copies: B-cubed F1"): 1.0,
    ("serial", "stories: B-cubed F1"): 1.0,
    ("fnc", "stories: B-cubed F1"): 0.95,
    ("ecb", "stories: B-cubed F1"): 0.92,
    ("bloomberg", "stories: F1"): 0.62,
}
AT_MOST = {
    ("natural", "harm: different events made copies"): 0.018,
    ("natural", "harm: different events in one story"): 0.11,
    ("serial", "events swallowed by stories"): 0,
    ("ecb", "same-type merges"): 0.09,
    ("ecb", "swallowed events"): 1,
    ("bloomberg", "harm: different events in one story"): 0.04,
}
pytestmark = pytest.mark.skipif(not (FOLDER / "dev").exists(), reason=f"the development documents are not at {FOLDER}")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("group_score", FOLDER / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["group_score"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", SHA256)
def test_the_documents_are_the_ones_that_the_floors_were_measured_on(name: str) -> None:
    data = (FOLDER / "dev" / f"{name}.jsonl.gz").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256[name]


@pytest.mark.parametrize("name", ["natural", "serial", "fnc", "ecb", "bloomberg"])
def test_no_measure_falls_below_its_floor(scorer: ModuleType, name: str) -> None:
    table = scorer.Table(resamples=0)
    options = SimpleNamespace(cmd=f"{WIREWATCH} group", timeout=120)
    scorer.score(table, name, FOLDER / "dev", options)
    found = {(row[0], row[1]): row[2] for row in table.rows}
    answers = next(row for row in table.rows if row[1] == "answers")
    assert answers[4] == "0 errors, order kept", answers
    too_low = {key: found[key] for key in AT_LEAST if key[0] == name and float(found[key]) < AT_LEAST[key]}
    too_high = {key: found[key] for key in AT_MOST if key[0] == name and float(found[key]) > AT_MOST[key]}
    assert not too_low and not too_high
