"""Claims in batches of sentences as a news desk writes them: what is found, and what is wrongly found.

Each batch was labelled before the coder read it; docs/quality.md has what it found then. The floors hold what it finds
since the rules were mended.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipeline.records import Claim
from tests.annotate.claim_pipeline import claims_of

BATCHES = Path(__file__).parent / "claim_batches"

# A claim as the batches write it: suppliers, recipients, stance, modality.
Told = tuple[frozenset[str], frozenset[str], str, str]


def parsed(line: str) -> Told:
    """The claim of a line such as "PRK > RUS alleges asserted"."""
    supplier, _, rest = line.partition(" > ")
    recipient, stance, modality = rest.split()
    return _countries(supplier), _countries(recipient), stance, modality


def _countries(words: str) -> frozenset[str]:
    return frozenset(words.split(",")) - {"-"}


def _as_told(claim: Claim) -> Told:
    return frozenset(claim.supplier), frozenset(claim.recipient), claim.stance, claim.modality


@pytest.mark.parametrize(
    ("name", "least_found", "most_wrong", "least_full"),
    [("newswire_a", 34, 0, 32), ("newswire_b", 23, 3, 21), ("newswire_c", 23, 0, 20), ("prose_d", 22, 2, 17)],
)
def test_a_batch_keeps_what_is_found(name: str, least_found: int, most_wrong: int, least_full: int) -> None:
    items = yaml.safe_load((BATCHES / f"{name}.yaml").read_text(encoding="utf-8"))
    found = wrong = full = 0
    report = []
    for item in items:
        expected = [parsed(line) for line in item["claims"]]
        left = [told[:2] for told in expected]
        got = [_as_told(claim) for claim in claims_of(item["text"])]
        for told in got:
            if told[:2] in left:
                left.remove(told[:2])
                found += 1
                full += told in expected
            else:
                wrong += 1
                report.append(f"wrong {told}: {item['text']}")
        report += [f"missed {parties}: {item['text']}" for parties in left]
    assert (found >= least_found, wrong <= most_wrong, full >= least_full) == (True, True, True), (
        f"found {found}, wrong {wrong}, wholly right {full}\n" + "\n".join(report)
    )


def test_no_claim_is_made_where_a_batch_has_none() -> None:
    wrong = []
    for path in sorted(BATCHES.glob("*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            if not item["claims"] and claims_of(item["text"]):
                wrong.append(item["text"])
    assert wrong == []
