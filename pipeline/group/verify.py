"""How probable it is that a pair is a copy: a small linear rule that lies in a readable file, verifier.yaml."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from pipeline.errors import ConfigurationError
from pipeline.group.compare import FEATURES, Comparison

RULE_FILE = Path(__file__).with_name("verifier.yaml")

# What a feature may say: +1 only for a copy, -1 only against one, 0 either. A fit never turns this round.
SIGNS: Mapping[str, int] = {
    "containment": 1, "containment_longer": 1, "lead_shared": 1, "log_words": 1,
    "log_gap_hours": -1, "numbers_found": 1, "names_found": 1, "numbers_swapped": -1,
    "names_swapped": -1, "days_conflict": -1, "title_similarity": 1, "title_foreign": -1,
    "title_conflict": -1, "same_outlet": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic rule: the probability that a pair is a copy is 1 / (1 + exp(-(bias + sum of weight x feature)))."""

    weights: Mapping[str, float]
    bias: float
    threshold: float
    version: int = field(default=1)


def probability(comparison: Comparison, rule: Rule | None = None) -> float:
    """The probability that a pair is a copy, 0 to 1, by the shipped rule or another."""
    rule = rule or load_rule()
    score = rule.bias + sum(rule.weights[name] * getattr(comparison, name) for name in FEATURES)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def feature_values(comparison: Comparison) -> list[float]:
    """The features of a comparison in the order of FEATURES."""
    return [float(getattr(comparison, name)) for name in FEATURES]


@lru_cache(maxsize=1)
def load_rule() -> Rule:
    """The shipped rule; a ConfigurationError where the file does not name each feature."""
    row = yaml.safe_load(RULE_FILE.read_text(encoding="utf-8"))
    if set(row["weights"]) != set(FEATURES):
        raise ConfigurationError(f"{RULE_FILE.name}: its features are not those of compare.py; train it anew")
    return Rule(row["weights"], row["bias"], row["threshold"], row["version"])


def write_rule(rule: Rule) -> None:
    """Write the rule beside this module, each weight on a line of its own."""
    lines = [
        "# The rule that tells copies from look-alikes, written by `python -m pipeline.group.training`.",
        "# probability of a copy = 1 / (1 + exp(-(bias + sum of weight x feature))); features: compare.py",
        f"version: {rule.version}",
        f"threshold: {rule.threshold}",
        f"bias: {rule.bias}",
        "weights:",
        *(f"  {name}: {rule.weights[name]}" for name in FEATURES),
    ]
    RULE_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
