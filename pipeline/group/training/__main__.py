"""`python -m pipeline.group.training` writes pipeline/group/verifier.yaml anew from invented pairs."""

from __future__ import annotations

import argparse
from collections import defaultdict

from pipeline.group.compare import compare
from pipeline.group.profile import profile
from pipeline.group.training.fit import fit
from pipeline.group.training.newsroom import labelled_pairs
from pipeline.group.verify import RULE_FILE, probability, write_rule


def main() -> None:
    """Train, print the accuracy on fresh pairs by kind, write the rule."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--pairs", type=int, default=6000, help="invented pairs to train on")
    parser.add_argument("--seed", type=int, default=1, help="seed of the invented news")
    parser.add_argument("--threshold", type=float, default=0.42, help="probability from which a pair is a copy")
    options = parser.parse_args()
    rule = fit(list(labelled_pairs(options.pairs, options.seed)), options.threshold)
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair in labelled_pairs(options.pairs // 3, options.seed + 1):
        chance = probability(compare(profile(pair.one), profile(pair.other)), rule)
        right[pair.kind][0] += (chance >= rule.threshold) == pair.is_copy
        right[pair.kind][1] += 1
    for kind, (good, total) in sorted(right.items()):
        print(f"{kind:20} {good} of {total} right")
    write_rule(rule)
    print(f"wrote {RULE_FILE}")


if __name__ == "__main__":
    main()
