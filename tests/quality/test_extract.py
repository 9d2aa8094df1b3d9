"""Pinned floors of extraction on a sample of the development pages, by the scorer that lies beside them."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.extract.article import extract_from_html
from pipeline.extract.jsonl import article_fields

FOLDER = Path(__file__).parents[3] / "shared" / "quality" / "extract"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SAMPLE = 24  # the first pages of each set
SHA256 = {
    "aeb": "ec59eb37fff0e76a9825dcf803c238d0d5256c8aec1e9f3082e29659f3798cf4",
    "aed": "4e519840adf0fcfaab6a481ff602928ccc544a058f9a5955e3c86e4e8d9e9c5d",
    "fundus": "030fefa5b1244945c677cf60b67e128944fe8bb5df96de6e157ce6ff7a4344ef",
    "fundus_eval": "8599dac2b3e0bee256767adbbc14e55dd3f91b3f3265c4f731e105a01247251f",
    "injected": "3c07377333121294d39c91b519bbfd132de68de70c3fe54ef75970d40b372885",
    "traf": "e870c53d0b9a8a6f00a900cfcd02ebb30a229d4c05dc9c209b54ccf53c434703",
    "wcxb-art": "3895af906d8b8e966c3fa84e9b11a69ce6facbae9f49d282446123971aff6b77",
}
# (set, measure): the least value on the sample, or the greatest where the measure is a harm; never loosened silently.
AT_LEAST = {
    ("aeb", "F1"): 0.97,
    ("aed", "F1"): 0.93,
    ("aed", "title"): 0.99,
    ("aed", "date"): 0.91,
    ("fundus", "F1"): 0.96,
    ("fundus", "title"): 0.83,
    ("fundus", "date"): 0.99,
    ("fundus_eval", "F1"): 0.97,
    ("injected", "F1"): 0.97,
    ("traf", "in"): 0.98,
    ("traf", "out"): 0.98,
    ("traf", "title"): 0.85,
    ("traf", "date"): 0.94,
    ("wcxb-art", "F1"): 0.96,
    ("wcxb-art", "in"): 0.91,
    ("wcxb-art", "out"): 0.97,
    ("wcxb-art", "title"): 0.95,
    ("wcxb-art", "date"): 0.81,
}
AT_MOST = {
    ("aeb", "leak"): 0.0,
    ("aed", "leak"): 0.0,
    ("fundus", "leak"): 0.0,
    ("fundus_eval", "leak"): 0.0,
    ("injected", "leak"): 0.0,
    ("injected", "injected"): 0.0,
    ("traf", "leak"): 0.0,
    ("wcxb-art", "leak"): 0.0,
}
pytestmark = pytest.mark.skipif(not (FOLDER / "dev").exists(), reason=f"the development pages are not at {FOLDER}")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_score", FOLDER / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(scorer: ModuleType, name: str, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scorer.read(FOLDER / "dev" / f"{name}.{kind}.jsonl.gz")
    return found[:SAMPLE]


@pytest.mark.parametrize("name", SHA256)
def test_the_pages_are_the_ones_that_the_floors_were_measured_on(name: str) -> None:
    pages = gzip.decompress((FOLDER / "dev" / f"{name}.pages.jsonl.gz").read_bytes())
    assert hashlib.sha256(pages).hexdigest() == SHA256[name]


@pytest.mark.parametrize("name", SHA256)
def test_extraction_stays_as_good_as_it_was(name: str, scorer: ModuleType) -> None:
    answers = {
        page["id"]: article_fields(extract_from_html(page["html"], page["url"], fetched_at=NOW))
        for page in rows(scorer, name, "pages")
    }
    figures = scorer.figures(scorer.score(rows(scorer, name, "gold"), answers))
    shown = json.dumps({measure: value for measure, value in figures.items() if value is not None})
    for (of, measure), floor in AT_LEAST.items():
        assert of != name or figures[measure] >= floor, (measure, floor, shown)
    for (of, measure), ceiling in AT_MOST.items():
        assert of != name or figures[measure] <= ceiling, (measure, ceiling, shown)
