"""The verifier is trained on invented pairs alone, the same for everybody."""

from __future__ import annotations

from collections import Counter

from pipeline.group.compare import FEATURES, compare
from pipeline.group.profile import profile
from pipeline.group.training.fit import fit
from pipeline.group.training.newsroom import labelled_pairs
from pipeline.group.verify import SIGNS, load_rule, probability


def test_the_same_seed_invents_the_same_pairs() -> None:
    assert list(labelled_pairs(20, seed=3)) == list(labelled_pairs(20, seed=3))


def test_copies_and_look_alikes_are_both_invented() -> None:
    kinds = Counter(pair.is_copy for pair in labelled_pairs(200, seed=4))
    assert min(kinds.values()) > 70


def test_the_shipped_rule_weighs_each_feature_in_its_sense() -> None:
    rule = load_rule()
    assert list(rule.weights) == list(FEATURES)
    assert all(weight * SIGNS[name] >= 0 for name, weight in rule.weights.items())


def test_a_comparison_does_not_depend_on_the_order_of_the_pair() -> None:
    for pair in labelled_pairs(30, seed=5):
        assert compare(profile(pair.one), profile(pair.other)) == compare(profile(pair.other), profile(pair.one))


def test_a_fit_on_few_pairs_tells_most_fresh_pairs_right() -> None:
    rule = fit(list(labelled_pairs(150, seed=6)), threshold=0.5)
    fresh = list(labelled_pairs(60, seed=7))
    right = sum((probability(compare(profile(p.one), profile(p.other)), rule) >= 0.5) == p.is_copy for p in fresh)
    assert right >= 46
