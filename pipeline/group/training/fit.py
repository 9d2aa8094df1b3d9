"""Fits the verifier of copies on invented pairs: logistic regression in a few lines of numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.group.compare import FEATURES, compare
from pipeline.group.profile import profile
from pipeline.group.training.newsroom import LabelledPair
from pipeline.group.verify import SIGNS, Rule, feature_values

_STEPS = 4000
_RATE = 0.5
_RIDGE = 3e-3  # keeps a feature that separates the invented pairs perfectly from outweighing all others


def fit(pairs: Sequence[LabelledPair], threshold: float) -> Rule:
    """The rule that tells copies from look-alikes best; a weight whose sign contradicts its meaning becomes zero."""
    values = np.array([feature_values(compare(profile(pair.one), profile(pair.other))) for pair in pairs])
    labels = np.array([float(pair.is_copy) for pair in pairs])
    spread = values.std(axis=0)
    spread[spread == 0] = 1.0
    mean = values.mean(axis=0)
    scaled = (values - mean) / spread
    signs = np.array([SIGNS[name] for name in FEATURES])
    weights, bias = _descend(scaled, labels, signs)
    raw = weights / spread
    return Rule(
        weights={name: round(float(weight), 4) for name, weight in zip(FEATURES, raw, strict=True)},
        bias=round(float(bias - (mean * raw).sum()), 4),
        threshold=threshold,
    )


def _descend(
    values: NDArray[np.float64], labels: NDArray[np.float64], signs: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Projected gradient descent on the ridge-penalised logistic loss."""
    weights, bias = np.zeros(values.shape[1]), 0.0
    for _ in range(_STEPS):
        error = 1 / (1 + np.exp(-(values @ weights + bias))) - labels
        weights -= _RATE * (values.T @ error / len(labels) + _RIDGE * weights)
        weights[weights * signs < 0] = 0.0
        bias -= _RATE * float(error.mean())
    return weights, bias
